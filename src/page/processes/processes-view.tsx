import { type ProcessRow, toProcessTree } from '../../shared/process-tree.ts';
import type { ViewProcess } from '../../view/model/processes.ts';
import type { ViewCommand } from '../../view/model/status.ts';
import { processes, status } from '../data/state.ts';
import { Empty } from '../parts/empty.tsx';
import { count, formatDate, formatMs } from '../parts/format.ts';
import { Service } from '../parts/service.tsx';

/** Each command with its processes and threads, and the decision for each. */
export function ProcessesView() {
  const all = processes.value;
  const commands = status.value?.commands ?? [];
  const known = new Set(commands.map(({ id }) => id));
  const others = all.filter(({ command }) => !known.has(command));
  const running = all.filter(process => process.running).length;
  return (
    <main data-scroll>
      <div class="inset">
        <div class="headline">
          <h1>
            {count(all.length, 'process', 'processes and threads')}
            {running > 0 && ` · ${running} running`}
          </h1>
        </div>
        {all.length === 0 && commands.length === 0 && (
          <Empty title="No processes known">
            Processes of a command under this view appear here: <code>otel-run view -- npm run dev</code>
          </Empty>
        )}
        {commands.map(command => (
          <CommandCard
            key={command.id}
            command={command}
            processes={all.filter(each => each.command === command.id)}
          />
        ))}
        {others.length > 0 && (
          <div class="card command">
            <ProcessTable processes={others} />
          </div>
        )}
      </div>
    </main>
  );
}

interface CommandProps {
  readonly command: ViewCommand;
  readonly processes: readonly ViewProcess[];
}

function CommandCard({ command, processes: own }: CommandProps) {
  const { argv, folder, service, startTimeMs, ended, commit } = command;
  return (
    <section class="card command">
      <h2 class="mono wrap">{argv.join(' ')}</h2>
      <p class="facts">
        <Service name={service} />
        <span class="wrap">{folder}</span>
        {commit && (
          <span class="mono">
            {commit.branch && `${commit.branch} `}
            {commit.hash.slice(0, 9)}
          </span>
        )}
        <span>since {formatDate(startTimeMs)}</span>
        {ended ? (
          <span class={`chip ${ended.code === 0 ? 'good' : 'bad'}`}>
            ended: {ended.signal ?? `code ${ended.code}`}
          </span>
        ) : (
          <span class="chip good">running</span>
        )}
      </p>
      <ProcessTable processes={own} />
    </section>
  );
}

function ProcessTable({ processes: own }: { readonly processes: readonly ViewProcess[] }) {
  if (own.length === 0) return null;
  return (
    <div class="table processes">
      <table>
        <thead>
          <tr>
            {['Process', 'Pid', 'Decision', 'Service', 'State'].map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {toProcessTree(own).map(row => (
            <ProcessLine
              key={`${row.process.pid}/${row.process.threadId}/${row.process.startTimeMs}`}
              row={row}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ProcessLine({ row }: { readonly row: ProcessRow<ViewProcess> }) {
  const { pid, threadId, title, argv, decision, reason, service, running } = row.process;
  return (
    <tr class={running ? '' : 'past'}>
      <td class="tree" style={{ '--depth': String(Math.min(row.depth, 8)) }} title={argv.join(' ')}>
        {row.depth > 0 && <span class="faint">└ </span>}
        <code>{threadId === 0 ? title : `worker thread ${threadId}`}</code>
      </td>
      <td class="number">{pid}</td>
      <td>
        <span class={`chip ${decision === 'initialized' ? 'good' : ''}`}>{decision}</span>{' '}
        <span class="quiet">{reason ?? ''}</span>
      </td>
      <td>{service !== null && <Service name={service} />}</td>
      <td>
        <End process={row.process} />
      </td>
    </tr>
  );
}

function End({ process: { running, exit } }: { readonly process: ViewProcess }) {
  if (running) return <span class="chip good">running</span>;
  if (!exit) return <span class="quiet">ended</span>;
  const { flushMs, lost, openSpans, openSpanCount } = exit;
  return (
    <span class="quiet">
      delivered in {formatMs(flushMs)}
      {lost > 0 && <span class="chip bad">{count(lost, 'item')} lost</span>}
      {openSpanCount > 0 && ` · ${count(openSpanCount, 'span')} open: ${openSpans.join(', ')}`}
    </span>
  );
}
