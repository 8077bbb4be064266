import type * as http2 from 'node:http2';
import { quietly } from '../../../shared/quietly.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { type Request, requesting } from './http2-client.ts';
import { createServerEmit } from './http2-server.ts';

type Http2 = Pick<typeof http2, 'connect' | 'createServer' | 'createSecureServer'>;

/**
 * Creates a SERVER span for each request to a server of `node:http2`, and a CLIENT span for each request of
 * its clients. The classes are not exported: they are reached through the first server and the first session.
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

/** The prototype that defines a method. */
function ownerOf<Instance extends object>(instance: Instance, method: keyof Instance): Instance {
  let owner: Instance = Object.getPrototypeOf(instance);
  while (!Object.hasOwn(owner, method) && Object.getPrototypeOf(owner)) owner = Object.getPrototypeOf(owner);
  return owner;
}

/** Shows the first result of a function. A proxy keeps its name and properties. */
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
