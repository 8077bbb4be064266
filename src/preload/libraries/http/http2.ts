import type * as http2 from 'node:http2';
import { quietly } from '../../../shared/quietly.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { type Request, requesting } from './http2-client.ts';
import { createServerEmit } from './http2-server.ts';

type Http2 = Pick<typeof http2, 'connect' | 'createServer' | 'createSecureServer'>;

/**
 * Makes a SERVER span of each request to a server of `node:http2`, and a CLIENT span of each of its clients. Its classes
 * are not exported: the first server, and the first session, lead to them.
 */
export function enable({ targets, settings }: SetUp): void {
  const emitting = createServerEmit(settings);
  const exports = (module: Http2): void => {
    for (const name of ['createServer', 'createSecureServer'] as const) {
      replaceMethod(module, name, original =>
        onFirstResult(original, server => replaceMethod(Object.getPrototypeOf(server), 'emit', emitting)),
      );
    }
    replaceMethod(module, 'connect', original =>
      onFirstResult(original, session =>
        replaceMethod(ownerOf(session, 'request') as unknown as Session, 'request', requesting),
      ),
    );
  };
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { exports });
}

interface Session {
  request: Request;
}

/** The prototype that a method is defined on. */
function ownerOf<Instance extends object>(instance: Instance, method: keyof Instance): Instance {
  let owner: Instance = Object.getPrototypeOf(instance);
  while (!Object.hasOwn(owner, method) && Object.getPrototypeOf(owner)) owner = Object.getPrototypeOf(owner);
  return owner;
}

/** A function that shows what it returns. A proxy: its name and what it is remain. */
function onFirstResult<Create extends (...values: never[]) => object>(
  create: Create,
  show: (result: ReturnType<Create>) => void,
): Create {
  return new Proxy(create, {
    apply(target, self, values) {
      const result = Reflect.apply(target, self, values);
      quietly(() => show(result));
      return result;
    },
  });
}
