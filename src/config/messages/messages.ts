import { APPLICATION_MESSAGES } from './application.ts';
import { OTLP_MESSAGES } from './otlp.ts';
import { PROCESS_MESSAGES } from './process.ts';
import { SAMPLING_MESSAGES } from './sampling.ts';
import { SERVICE_MESSAGES } from './service.ts';
import { GRAFANA_MESSAGES, SIGNAL_MESSAGES } from './signals.ts';
import { VALUE_MESSAGES } from './values.ts';

/** Every finding code with its severity and its words. */
export const MESSAGES = {
  ...SERVICE_MESSAGES,
  ...OTLP_MESSAGES,
  ...SIGNAL_MESSAGES,
  ...GRAFANA_MESSAGES,
  ...VALUE_MESSAGES,
  ...SAMPLING_MESSAGES,
  ...APPLICATION_MESSAGES,
  ...PROCESS_MESSAGES,
};
