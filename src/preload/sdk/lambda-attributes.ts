/**
 * Resource attributes, by the semantic conventions, from the environment of a function on AWS Lambda. Empty
 * anywhere else.
 *
 * https://opentelemetry.io/docs/specs/semconv/resource/faas/
 */
export function lambdaAttributes(
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string | number | string[] | undefined>> {
  if (!env.AWS_LAMBDA_FUNCTION_NAME || !env.AWS_LAMBDA_RUNTIME_API) return {};
  const megabytes = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': env.AWS_REGION,
    'faas.name': env.AWS_LAMBDA_FUNCTION_NAME,
    'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
    'faas.instance': env.AWS_LAMBDA_LOG_STREAM_NAME,
    'faas.max_memory': megabytes > 0 ? megabytes * 2 ** 20 : undefined,
    'aws.log.group.names': env.AWS_LAMBDA_LOG_GROUP_NAME ? [env.AWS_LAMBDA_LOG_GROUP_NAME] : undefined,
  };
}
