import { describe, expect, it } from 'vitest';
import { findInHosts, isByDns, namesToAsk } from '../../../../src/preload/delivery/names/name-service.ts';

describe('names to ask DNS for', () => {
  it.each([
    { name: 'collector', resolv: '', names: ['collector'] },
    {
      name: 'collector',
      resolv: 'search a.example b.example.',
      names: ['collector.a.example', 'collector.b.example', 'collector'],
    },
    { name: 'collector.', resolv: 'search a.example', names: ['collector'] },
    { name: 'collector.b', resolv: 'search a.example', names: ['collector.b', 'collector.b.a.example'] },
    {
      name: 'collector.b',
      resolv: 'search a.example\noptions timeout:1 ndots:5',
      names: ['collector.b.a.example', 'collector.b'],
    },
    {
      name: 'collector',
      resolv: 'search a.example\ndomain b.example',
      names: ['collector.b.example', 'collector'],
    },
    { name: 'collector', resolv: '# search a.example\n; domain b', names: ['collector'] },
    {
      name: 'collector',
      resolv: 'search a.example',
      env: { LOCALDOMAIN: 'c.example' },
      names: ['collector.c.example', 'collector'],
    },
    {
      name: 'collector.b',
      resolv: 'search a.example',
      env: { RES_OPTIONS: 'ndots:2' },
      names: ['collector.b.a.example', 'collector.b'],
    },
    { name: 'collector', resolv: '', own: 'host.d.example', names: ['collector.d.example', 'collector'] },
  ])('$name with “$resolv”', ({ name, resolv, env = {}, own = 'host', names }) => {
    expect(namesToAsk(name, resolv, env, own)).toEqual(names);
  });
});

describe('a hosts file', () => {
  const HOSTS = '127.0.0.1\tlocalhost Here # there\n#10.0.0.1 here\n::1 here\nnonsense here\n';
  it.each([
    { name: 'here', found: ['127.0.0.1', '::1'] },
    { name: 'LOCALHOST', found: ['127.0.0.1'] },
    { name: 'there', found: [] },
    { name: '127.0.0.1', found: [] },
  ])('has for $name: $found', ({ name, found }) => {
    expect(findInHosts(HOSTS, name).map(({ address }) => address)).toEqual(found);
  });
});

describe('names come from DNS', () => {
  it.each([
    { nsswitch: '', expected: true },
    { nsswitch: 'passwd: files\n', expected: true },
    { nsswitch: 'hosts: files dns\n', expected: true },
    { nsswitch: 'hosts:files mdns4_minimal [NOTFOUND=return] dns myhostname # wins\n', expected: true },
    { nsswitch: 'hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n', expected: true },
    { nsswitch: 'hosts: files ldap dns\n', expected: false },
    { nsswitch: 'hosts: files\n', expected: false },
  ])('by “$nsswitch”: $expected', ({ nsswitch, expected }) => {
    expect(isByDns(nsswitch)).toBe(expected);
  });
});
