import type { JsonMap } from '../../../src/view/model/json.ts';

/** When the shop of the views starts. */
export const START = Date.UTC(2026, 10, 29, 14, 3, 7);

export const RESOURCES: Readonly<Record<string, JsonMap>> = {
  r1: { 'service.name': 'shop', 'service.version': '2.4.0', 'process.pid': 4101, 'host.name': 'laptop' },
  r2: { 'service.name': 'prices', 'service.version': '1.1.3', 'process.pid': 4102, 'host.name': 'laptop' },
};
export const SERVICES: Readonly<Record<string, { resource: string; pid: number }>> = {
  shop: { resource: 'r1', pid: 4101 },
  prices: { resource: 'r2', pid: 4102 },
};
