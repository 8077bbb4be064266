import type { Configuration, Environment } from '../config/configuration.ts';
import { otlpVariable } from '../config/variables/otlp.ts';
import type { Receiver } from '../receiver/receiver.ts';
import type { Protocol } from '../receiver/requests.ts';
import { SIGNALS } from '../shared/signal.ts';
import { VIEW_VARIABLE } from '../shared/view-variable.ts';

/** Variables with the destination and credentials of production. The protocol is kept. */
const SUFFIXES = [
  'ENDPOINT',
  'HEADERS',
  'COMPRESSION',
  'CERTIFICATE',
  'CLIENT_KEY',
  'CLIENT_CERTIFICATE',
  'INSECURE',
];

/** The names of all variables that a smoke run does not use. */
export const PRODUCTION_VARIABLES: readonly string[] = [
  VIEW_VARIABLE,
  ...SUFFIXES.flatMap(suffix => [
    otlpVariable(suffix),
    ...SIGNALS.map(signal => otlpVariable(suffix, signal)),
  ]),
];

/** Variables without those that a smoke run does not use. */
export function withoutProduction<Variables extends Environment>(variables: Variables): Variables {
  const entries = Object.entries(variables).filter(([name]) => !PRODUCTION_VARIABLES.includes(name));
  return Object.fromEntries(entries) as Variables;
}

/** The variables that point each signal at the receiver, with the protocol from the configuration. */
export function receiverVariables(
  { settings }: Configuration,
  receiver: Pick<Receiver, 'environment'>,
): Record<string, string> {
  const protocolOf = (signal?: (typeof SIGNALS)[number]) =>
    (signal && settings.get(otlpVariable('PROTOCOL', signal))?.value) ??
    settings.get(otlpVariable('PROTOCOL'))?.value;
  const ofSignal = SIGNALS.map(signal => {
    const variables = receiver.environment(protocolOf(signal) as Protocol | undefined);
    return ['PROTOCOL', 'ENDPOINT']
      .map(suffix => otlpVariable(suffix, signal))
      .map(name => [name, variables[name] ?? ''] as const);
  });
  const general = receiver.environment(protocolOf() as Protocol | undefined);
  return { ...general, ...Object.fromEntries(ofSignal.flat()) };
}
