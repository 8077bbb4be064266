import type { ReceivedSpan } from './collector.ts';

/** A span of one piece of work: which thread of which process it is about, and which process sent it. */
interface WorkSpan {
  readonly name: string;
  readonly path: string;
  readonly pid: number;
}

/** The paths, sorted, that the `work` applications printed: one for each process and thread that worked. */
export function worked(stdout: string): readonly string[] {
  return (stdout.match(/\/work\/\d+-\d+/g) ?? []).sort();
}

/** The spans of each SDK that sent some, in the order of their paths. An SDK is told by its `service.instance.id`. */
export function spansByInstance(spans: readonly ReceivedSpan[]): readonly (readonly WorkSpan[])[] {
  const instances = new Map<unknown, WorkSpan[]>();
  for (const { name, attributes, resource } of spans) {
    const id = resource['service.instance.id'];
    const path = String(attributes['url.path'] ?? new URL(String(attributes['url.full'])).pathname);
    instances.set(id, [...(instances.get(id) ?? []), { name, path, pid: Number(resource['process.pid']) }]);
  }
  return [...instances.values()]
    .map(sent => sent.sort((one, other) => one.name.length - other.name.length))
    .sort(([one], [other]) => ((one?.path ?? '') < (other?.path ?? '') ? -1 : 1));
}

/** What each path has to have sent: its own SDK, a client and a server span, once, from the process that worked. */
export function oneInstanceEach(paths: readonly string[]): readonly (readonly WorkSpan[])[] {
  return paths.map(path => {
    const pid = Number(/\d+/.exec(path)?.[0]);
    return [
      { name: 'GET', path, pid },
      { name: 'GET /work/:by', path, pid },
    ];
  });
}
