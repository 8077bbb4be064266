import type { ServiceCalls } from '../../view/model/services.ts';

/** Labels for the kinds of call targets. */
export const KIND_WORDS: Readonly<Record<ServiceCalls['kind'], string>> = {
  service: 'service',
  http: 'HTTP',
  database: 'database',
  messaging: 'messages',
  rpc: 'RPC',
  genai: 'AI',
  other: 'called',
};
