import { describe, expect, it } from 'vitest';
import { rabbitMqDestination } from '../../../../src/preload/libraries/work/rabbitmq-destination.ts';

const DESTINATIONS = [
  { parts: ['', 'orders'], name: 'orders' },
  { parts: ['', 'orders', 'orders'], name: 'orders' },
  { parts: ['shop', 'order.new'], name: 'shop:order.new' },
  { parts: ['shop', 'order.new', 'letters'], name: 'shop:order.new:letters' },
  { parts: ['shop', ''], name: 'shop' },
  { parts: ['', ''], name: 'amq.default' },
];

describe('the destination of a message', () => {
  it.each(DESTINATIONS)('$parts: $name', ({ parts, name }) =>
    expect(rabbitMqDestination(...parts)).toBe(name),
  );
});
