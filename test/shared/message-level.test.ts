import { expect, it } from 'vitest';
import { isPrinted, type Level } from '../../src/shared/message-level.ts';

const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'debug'];

it.each([
  { asked: undefined, prints: ['error', 'warn'], inDevelopment: [] },
  { asked: ' ', prints: ['error', 'warn'], inDevelopment: [] },
  { asked: 'loud', prints: ['error', 'warn'], inDevelopment: [] },
  { asked: 'constructor', prints: ['error', 'warn'], inDevelopment: [] },
  { asked: 'none', prints: [], inDevelopment: [] },
  { asked: 'error', prints: ['error'], inDevelopment: ['error'] },
  { asked: 'warn', prints: ['error', 'warn'], inDevelopment: ['error', 'warn'] },
  { asked: ' Info ', prints: ['error', 'warn', 'info'], inDevelopment: ['error', 'warn', 'info'] },
  { asked: 'DEBUG', prints: LEVELS, inDevelopment: LEVELS },
  { asked: 'verbose', prints: LEVELS, inDevelopment: LEVELS },
  { asked: 'all', prints: LEVELS, inDevelopment: LEVELS },
])(
  'OTEL_LOG_LEVEL=$asked prints $prints, in development $inDevelopment',
  ({ asked, prints, inDevelopment }) => {
    expect(LEVELS.filter(level => isPrinted(level, asked, false))).toEqual(prints);
    expect(LEVELS.filter(level => isPrinted(level, asked, true))).toEqual(inDevelopment);
  },
);
