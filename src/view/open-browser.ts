import { spawn } from 'node:child_process';

/** The command that opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

const ELSEWHERE = ['xdg-open'];

/** Opens the address in the browser. Without a browser nothing happens: the address has been printed. */
export function openBrowser(url: string): void {
  const [file = '', ...rest] = OPENERS[process.platform] ?? ELSEWHERE;
  const child = spawn(file, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
