import { start } from './child.mjs';
import { anyCommand } from './peers.mjs';
import { interleave } from './rounds.mjs';

/**
 * Commands other than an application: one that does nothing, and a package
 * manager that starts the application.
 */
export async function commands({ rounds, env, folders, collector }) {
  const nothing = await interleave(
    rounds,
    async peer => {
      const command = start({ argv: anyCommand(peer, ['true']).argv, env, cwd: folders[peer] });
      return { ends: (await command.ended).after };
    },
    ['bare', 'otel-run'],
  );
  const npm = await interleave(Math.ceil(rounds / 2), async peer => {
    const { argv, env: more } = anyCommand(peer, ['npm', 'start']);
    const command = start({ argv, env: { ...env, ...more }, cwd: folders[peer] });
    const { after, pid } = await command.next();
    process.kill(pid, 'SIGTERM');
    await command.stop();
    await collector.take();
    return { listens: after };
  });
  return [
    { id: 'true', what: '`true`: start to end', unit: 'ms', values: nothing.ends },
    {
      id: 'npm-start',
      what: '`npm start` of the Express application: until it listens',
      unit: 'ms',
      values: npm.listens,
    },
  ];
}
