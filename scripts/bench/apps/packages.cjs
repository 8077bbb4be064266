// Starts with some packages installed beside it; loads them where it is told to: packages.cjs [load]
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { say } = require('./usage.cjs');

const folder = join(__dirname, 'node_modules');
if (process.argv[2] === 'load') {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('package.json')) continue;
    try {
      require(name.slice(0, -'/package.json'.length));
    } catch {
      // An instrumentation may not know what to do with a package that is none.
    }
  }
}
require('node:http');
say();
process.exit();
