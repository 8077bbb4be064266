import type { ServiceCalls } from '../../view/model/services.ts';

/** What a call goes to. */
export const KIND_WORDS: Readonly<Record<ServiceCalls['kind'], string>> = {
  service: 'service',
  http: 'HTTP',
  database: 'database',
  messaging: 'messages',
  rpc: 'RPC',
  genai: 'AI',
  other: 'called',
};
