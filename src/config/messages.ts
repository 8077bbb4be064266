import { APPLICATION_MESSAGES } from './messages/application.ts';
import { OTLP_MESSAGES } from './messages/otlp.ts';
import { PROCESS_MESSAGES } from './messages/process.ts';
import { SERVICE_MESSAGES } from './messages/service.ts';
import { GRAFANA_MESSAGES, SIGNAL_MESSAGES } from './messages/signals.ts';
import { VALUE_MESSAGES } from './messages/values.ts';

/** Every finding code with its severity and its words. */
export const MESSAGES = {
  ...SERVICE_MESSAGES,
  ...OTLP_MESSAGES,
  ...SIGNAL_MESSAGES,
  ...GRAFANA_MESSAGES,
  ...VALUE_MESSAGES,
  ...APPLICATION_MESSAGES,
  ...PROCESS_MESSAGES,
};
