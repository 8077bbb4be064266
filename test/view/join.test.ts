import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findNewestView, findView } from '../../src/view/join/find.ts';
import { leaseOf, proofOf, writeLease } from '../../src/view/join/lease.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-leases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A port that is served by somebody, and a lease of it; what the server was asked. */
async function served(answer: (challenge: string, token: string) => { status: number; body: string }) {
  const env = { XDG_RUNTIME_DIR: mkdtempSync(join(folder, 'run-')) };
  const asked: string[] = [];
  let token = '';
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${JSON.stringify(request.headers)}`);
    const challenge = new URL(request.url ?? '', 'http://x').searchParams.get('challenge') ?? '';
    const { status, body } = answer(challenge, token);
    response.writeHead(status).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const written = writeLease(port, env);
  token = written.lease.token;
  return { env, port, asked, written, close: () => server.close() };
}

describe('a view that another one may join', () => {
  it('is known by a proof, and nobody is shown its token', async () => {
    const { env, port, asked, written, close } = await served((challenge, token) => ({
      status: 200,
      body: JSON.stringify({ proof: proofOf(token, challenge) }),
    }));
    expect(await findView(port, env)).toEqual(written.lease);
    expect(await findNewestView(env)).toEqual(written.lease);
    expect(asked.join('\n')).not.toContain(written.lease.token);
    written.release();
    expect(await findView(port, env)).toBeUndefined();
    close();
  });

  const OTHERS = [
    { title: 'answers something else', answer: () => ({ status: 200, body: 'hello' }) },
    {
      title: 'answers a proof of its own',
      answer: () => ({ status: 200, body: `{"proof":"${'0'.repeat(64)}"}` }),
    },
    { title: 'answers no text', answer: () => ({ status: 200, body: '{"proof":7}' }) },
    { title: 'knows no such path', answer: () => ({ status: 404, body: '{}' }) },
  ];
  for (const { title, answer } of OTHERS) {
    it(`is not found where the port is served by a program that ${title}`, async () => {
      const { env, port, asked, written, close } = await served(answer);
      expect(await findView(port, env)).toBeUndefined();
      expect(asked.join('\n')).not.toContain(written.lease.token);
      close();
    });
  }

  it('is not found where nothing serves the port', async () => {
    const { env, port, close } = await served(() => ({ status: 200, body: '' }));
    await new Promise(resolve => {
      close();
      setTimeout(resolve, 10);
    });
    expect(await findView(port, env)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('is told of in a folder that only its user can read', async () => {
    const { env, port, written, close } = await served(() => ({ status: 200, body: '' }));
    const [name = ''] = readdirSync(env.XDG_RUNTIME_DIR);
    const own = join(env.XDG_RUNTIME_DIR, name);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(join(own, `${port}.json`)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(own, `${port}.json`), 'utf8')).toContain(written.lease.token);
    // Somebody else may have made it, to be told.
    chmodSync(own, 0o777);
    expect(leaseOf(port, env)).toBeUndefined();
    close();
  });
});
