/**
 * Variables that make Node.js or gRPC print, and NODE_OPTIONS, which would run every preload in the thread.
 */
const NOT_FOR_THREADS = [
  'GRPC_NODE_TRACE',
  'GRPC_NODE_VERBOSITY',
  'GRPC_TRACE',
  'GRPC_VERBOSITY',
  'NODE_DEBUG',
  'NODE_OPTIONS',
  'NODE_REDIRECT_WARNINGS',
  'NODE_V8_COVERAGE',
];

/**
 * The delivery thread's environment: the application's, without variables that make it print or load more.
 */
export function threadEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_FOR_THREADS.includes(name)));
  return { ...own, NODE_NO_WARNINGS: '1' };
}
