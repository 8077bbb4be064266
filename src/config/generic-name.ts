/** A kind of thing, possibly after an owner and a technology: `app`, `my-service`, `your-node-server`. */
const OWNER = '(my|your|our|the|default|example|demo)?';
const TECHNOLOGY =
  '(node|nodejs|express|expressjs|fastify|koa|nest|nestjs|next|nextjs|typescript|javascript)?';
const THING = '(app|application|server|service|servicename|microservice|program|main|index|start|name)?';
const GENERIC = new RegExp(`^${OWNER}${TECHNOLOGY}${THING}$`);

/** Names that images, repositories and empty templates leave behind. */
const LEFT_BEHIND = new Set([
  ...['unknown', 'unknownservice', 'undefined', 'null', 'none', 'objectobject', 'todo', 'changeme'],
  ...[
    'placeholder',
    'localhost',
    'docker',
    'container',
    'image',
    'workspace',
    'repo',
    'repository',
    'monorepo',
  ],
  ...[
    'package',
    'src',
    'dist',
    'development',
    'production',
    'staging',
    'helloworld',
    'quickstart',
    'boilerplate',
  ],
  ...['otel', 'opentelemetry'],
]);

/**
 * Whether a name fits any service: a kind of thing or its technology (`app`, `my-node-server`), or a leftover
 * in place of a name. What a runtime does (`api`, `worker`, `web`) is a proper name.
 */
export function isGenericName(name: string): boolean {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return letters !== '' && (GENERIC.test(letters) || LEFT_BEHIND.has(letters));
}
