import { expect, it } from 'vitest';
import { connectionFlags } from '../../src/doctor/connection-flags.ts';

it.each<[command: string, nodeOptions: string | undefined, flags: string]>([
  ['', undefined, ''],
  ['node app.js --use-openssl-ca', undefined, ''],
  ['node --use-openssl-ca app.js', undefined, '--use-openssl-ca'],
  ['/usr/bin/node --require ./x.js --tls-min-v1.3 app.js', undefined, ''],
  ['node --enable-source-maps --tls-min-v1.3 app.js', undefined, '--tls-min-v1.3'],
  [
    'node --dns-result-order ipv4first --use_openssl_ca app.js',
    undefined,
    '--dns-result-order=ipv4first --use-openssl-ca',
  ],
  ['npm start', '--use-openssl-ca --require ./x.js', '--use-openssl-ca'],
  [
    'node --tls-cipher-list=A_B:C app.js',
    '--max-http-header-size=9000',
    '--max-http-header-size=9000 --tls-cipher-list=A_B:C',
  ],
  ['node --use-no-such-thing app.js', '--tls-no-such-thing', ''],
])('the options by which "%s" connects, with NODE_OPTIONS=%s, are "%s"', (command, nodeOptions, flags) => {
  expect(connectionFlags(command.split(' '), nodeOptions).join(' ')).toBe(flags);
});
