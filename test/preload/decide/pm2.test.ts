import { describe, expect, it } from 'vitest';
import { findPm2Application } from '../../../src/preload/decide/pm2.ts';

const LIB = '/usr/lib/node_modules/pm2/lib';

describe('an application of PM2', () => {
  it('in fork mode is named by a variable', () => {
    const env = { pm_exec_path: '/app/server.js' };
    expect(findPm2Application(`${LIB}/ProcessContainerFork.js`, env)).toEqual({
      script: '/app/server.js',
      env: {},
    });
  });

  it('in cluster mode brings its environment as JSON', () => {
    const pm2_env = JSON.stringify({
      pm_exec_path: '/app/server.js',
      OTEL_SERVICE_NAME: 'api',
      instances: 2,
      env: { OTEL_SERVICE_NAME: 'other' },
      args: null,
    });
    const application = findPm2Application(`${LIB}/ProcessContainer.js`, { pm2_env });
    expect(application).toEqual({
      script: '/app/server.js',
      env: { pm_exec_path: '/app/server.js', OTEL_SERVICE_NAME: 'api', instances: '2' },
    });
  });

  it('is not what such an application starts, which inherits the variables', () => {
    expect(findPm2Application('/app/child.js', { pm_exec_path: '/app/server.js' })).toBeUndefined();
    expect(findPm2Application(undefined, { pm_exec_path: '/app/server.js' })).toBeUndefined();
  });
});
