import { createServer } from 'node:http';

// The tests are checked as TypeScript, and the scripts as JavaScript.
const helper = name => import(new URL(`../../test/helpers/${name}.ts`, import.meta.url).href);

/**
 * Starts what the service of `apps/service.cjs` asks.
 *
 * @returns the variables that say where it is, and how to end it
 */
export async function startBackends() {
  const [{ startPostgres }, { startRedis }] = await Promise.all(['postgres', 'redis'].map(helper));
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const prices = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"price":3}');
  });
  await new Promise(resolve => prices.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (prices.address());
  return {
    environment: {
      ...postgres.environment,
      REDIS_PORT: String(redis.port),
      PRICES_URL: `http://127.0.0.1:${port}/price`,
    },
    async close() {
      prices.close();
      prices.closeAllConnections();
      await Promise.all([postgres.close(), redis.close()]);
    },
  };
}
