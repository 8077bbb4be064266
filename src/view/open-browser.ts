import { spawn } from 'node:child_process';

/** What opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

const ELSEWHERE = ['xdg-open'];

/** Opens the address in the browser. Where there is none, nothing happens: the address has been printed. */
export function openBrowser(url: string): void {
  const [file = '', ...rest] = OPENERS[process.platform] ?? ELSEWHERE;
  const child = spawn(file, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
