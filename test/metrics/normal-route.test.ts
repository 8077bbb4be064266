import { expect, it } from 'vitest';
import { normalRoute } from '../../src/metrics/normal-route.ts';

it.each([
  ['/orders/:id', '/orders/:id'],
  ['/orders/:id/', '/orders/:id'],
  ['/', '/'],
  ['', '/'],
  ['*', '*'],
  ['/v2/orders', '/v2/orders'],
  ['/orders/4711', '/orders/:id'],
  ['/orders/4711/lines/2?page=3', '/orders/:id/lines/:id'],
  ['/orders/9f1c2d3e-0000-4000-8000-0123456789ab', '/orders/:id'],
  ['/users/ann@shop.example#top', '/users/:id'],
])('%s is measured as %s', (route, normal) => {
  expect(normalRoute(route)).toBe(normal);
});
