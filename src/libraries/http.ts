import type { Library } from './library.ts';

/** HTTP servers and clients in addition to upstream's instrumentations of `node:http` and `fetch`. */
export const HTTP: readonly Library[] = [
  {
    name: 'http2',
    kind: 'http',
    source: 'patch',
    targets: { http2: ['*'] },
    arrives: 'a SERVER span for each request to a server, a CLIENT span for each request of a session',
  },
  {
    name: 'h3',
    kind: 'http',
    source: 'patch',
    targets: { h3: ['>=1.0.0 <3'] },
    arrives: 'the route of the SERVER span, and the error of its handler',
  },
  {
    name: 'sveltekit',
    kind: 'http',
    source: 'patch',
    targets: { '@sveltejs/kit': ['>=2.31.0 <4'] },
    arrives: 'the route of the SERVER span, and the error of its page or endpoint',
  },
  {
    name: 'astro',
    kind: 'http',
    source: 'patch',
    targets: { astro: ['>=6.0.0 <8'] },
    arrives: 'the route of the SERVER span, and the error of its page or endpoint',
  },
  {
    name: 'polka',
    kind: 'http',
    source: 'patch',
    targets: { polka: ['>=0.5.0 <2'] },
    arrives: 'the route of the SERVER span, and the errors of its handlers',
  },
  {
    name: 'react-router',
    kind: 'http',
    source: 'patch',
    targets: { 'react-router': ['>=7.0.0 <9'] },
    arrives: 'the route of the SERVER span, and the error of its loader, action or page',
  },
  {
    name: 'vue-router',
    kind: 'http',
    source: 'patch',
    targets: { 'vue-router': ['>=4.0.0 <6'] },
    arrives: 'the route of the SERVER span of a page',
  },
  {
    name: 'trpc',
    kind: 'http',
    source: 'patch',
    targets: { '@trpc/server': ['>=10.0.0 <12'] },
    arrives: 'a span for each procedure, also in a batch of calls',
  },
  {
    // No module announces it: `src/preload/watch-function.ts` starts it in the environment of Lambda.
    name: 'aws-lambda',
    kind: 'http',
    source: 'patch',
    targets: {},
    arrives: 'a SERVER or CONSUMER span for each invocation',
    scopes: ['@opentelemetry/instrumentation-aws-lambda'],
  },
  {
    name: 'ws',
    kind: 'http',
    source: 'patch',
    targets: { ws: ['>=7 <9'] },
    arrives: 'a unit of work for each message received, and a PRODUCER span for each message sent',
    off: true,
  },
];
