import { describe, expect, it } from 'vitest';
import { refusedSpanName } from '../../../../src/preload/libraries/ai/mcp-attributes.ts';

describe('the name of a refused request', () => {
  it.each([
    { method: 'tools/call', params: { name: 'weather' }, name: 'tools/call weather' },
    { method: 'resources/read', params: { uri: 'file:///a' }, name: 'resources/read' },
    { method: 'invented/by-a-client-7', name: '_OTHER' },
  ])('is $name for $method', ({ name, ...request }) => {
    expect(refusedSpanName(request)).toBe(name);
  });
});
