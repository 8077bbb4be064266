import { expect, it } from 'vitest';
import { connectionFlags } from '../../src/doctor/connection-flags.ts';

it.each<{ command: string; nodeOptions?: string; flags: string }>([
  { command: '', flags: '' },
  { command: 'node app.js --use-openssl-ca', flags: '' },
  { command: 'node --use-openssl-ca app.js', flags: '--use-openssl-ca' },
  { command: '/usr/bin/node --require ./x.js --tls-min-v1.3 app.js', flags: '' },
  { command: 'node --enable-source-maps --tls-min-v1.3 app.js', flags: '--tls-min-v1.3' },
  {
    command: 'node --dns-result-order ipv4first --use_openssl_ca app.js',
    flags: '--dns-result-order=ipv4first --use-openssl-ca',
  },
  { command: 'npm start', nodeOptions: '--use-openssl-ca --require ./x.js', flags: '--use-openssl-ca' },
  {
    command: 'node --tls-cipher-list=A_B:C app.js',
    nodeOptions: '--max-http-header-size=9000',
    flags: '--max-http-header-size=9000 --tls-cipher-list=A_B:C',
  },
  { command: 'node --use-no-such-thing app.js', nodeOptions: '--tls-no-such-thing', flags: '' },
])('takes $flags from $command with NODE_OPTIONS=$nodeOptions', ({ command, nodeOptions, flags }) => {
  expect(connectionFlags(command.split(' '), nodeOptions).join(' ')).toBe(flags);
});
