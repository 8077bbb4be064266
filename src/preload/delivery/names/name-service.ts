import { isIP } from 'node:net';

/** One address of a host. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Sources of host names that can be skipped: they add names, but change none that DNS has. */
const ADDING_SOURCES = /^(?:files|dns|resolve|myhostname|mymachines|mdns.*|\[.*\])$/;

/**
 * Whether host names come from the hosts file and DNS, according to `/etc/nsswitch.conf`. A system without
 * that file has no other sources.
 */
export function isByDns(nsswitch: string): boolean {
  const [, sources] = /^\s*hosts:(.*)$/m.exec(nsswitch) ?? [];
  if (sources === undefined) return true;
  const names = sources.replace(/#.*/, '').split(/\s+/).filter(Boolean);
  return names.includes('dns') && names.every(name => ADDING_SOURCES.test(name));
}

/** The addresses that a hosts file has for a name. */
export function findInHosts(hosts: string, name: string): Address[] {
  const wanted = name.toLowerCase();
  return hosts.split('\n').flatMap(line => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    const family = isIP(address);
    return family && names.includes(wanted) ? [{ address, family }] : [];
  });
}

/**
 * The names to ask DNS for, in order (resolv.conf(5)).
 *
 * @param resolvConf the content of `/etc/resolv.conf`
 * @param env `LOCALDOMAIN` and `RES_OPTIONS` replace and extend the file's settings
 * @param ownName the name of this host, whose domain is searched if no setting names one
 */
export function namesToAsk(
  name: string,
  resolvConf: string,
  env: NodeJS.ProcessEnv,
  ownName: string,
): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const inSearch = searchList(resolvConf, env, ownName).map(domain => `${name}.${domain}`);
  const isFirst = name.split('.').length - 1 >= readDots(`${resolvConf}\noptions ${env.RES_OPTIONS ?? ''}`);
  return isFirst ? [name, ...inSearch] : [...inSearch, name];
}

function searchList(resolvConf: string, env: NodeJS.ProcessEnv, ownName: string): string[] {
  const fromFile = [...resolvConf.matchAll(/^(?:search|domain)[ \t]+(.*)$/gm)].at(-1)?.[1];
  const fromHost = ownName.split('.').slice(1).join('.');
  return (env.LOCALDOMAIN ?? fromFile ?? fromHost)
    .split(/\s+/)
    .map(domain => domain.replace(/\.$/, ''))
    .filter(Boolean);
}

function readDots(options: string): number {
  return Number([...options.matchAll(/^options\b.*\bndots:(\d+)/gm)].at(-1)?.[1] ?? 1);
}
