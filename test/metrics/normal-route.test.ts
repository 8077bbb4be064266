import { expect, it } from 'vitest';
import { normalRoute } from '../../src/metrics/normal-route.ts';

it.each([
  { route: '/orders/:id', normal: '/orders/:id' },
  { route: '/orders/:id/', normal: '/orders/:id' },
  { route: '/', normal: '/' },
  { route: '', normal: '/' },
  { route: '*', normal: '*' },
  { route: '/v2/orders', normal: '/v2/orders' },
  { route: '/orders/4711', normal: '/orders/:id' },
  { route: '/orders/4711/lines/2?page=3', normal: '/orders/:id/lines/:id' },
  { route: '/orders/9f1c2d3e-0000-4000-8000-0123456789ab', normal: '/orders/:id' },
  { route: '/users/ann@shop.example#top', normal: '/users/:id' },
])('measures $route as $normal', ({ route, normal }) => {
  expect(normalRoute(route)).toBe(normal);
});
