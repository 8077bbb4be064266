import { Agent, get } from 'node:http';
import { Pool } from 'undici';

/**
 * Sends requests one after the other over a few connections.
 *
 * @returns milliseconds of each request
 */
export async function warmUp(url, count, connections = 4) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = count;
  const client = async () => {
    while (left-- > 0) await request(url, agent);
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
}

/**
 * Sends requests at a fixed rate per second, whether earlier ones are answered or not.
 *
 * @returns milliseconds from the moment that each was due to its answer
 */
export async function drive(url, count, rate) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const begin = performance.now();
  const answers = [];
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - begin) * rate) / 1000) + 1);
    for (; sent < due; sent++) answers.push(request(url, agent, begin + (sent * 1000) / rate));
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  const latencies = await Promise.all(answers);
  agent.destroy();
  return latencies;
}

/**
 * Sends requests as fast as they are answered, one at a time over each connection.
 *
 * @returns seconds until the last answer
 */
export async function saturate(url, count, connections) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const begin = performance.now();
  let left = count;
  const client = async () => {
    while (left-- > 0) {
      const { statusCode, body } = await pool.request({ path: pathname, method: 'GET' });
      await body.dump();
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - begin) / 1000;
  await pool.close();
  return seconds;
}

/** Sends a request, and resolves with the milliseconds from a given moment to the end of the answer. */
export function request(url, agent, since = performance.now()) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, response => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - since));
    }).on('error', reject);
  });
}
