import type { AttributeProblem } from '../parse/resource-attributes.ts';
import { type FindingData, listed, type Message } from './message.ts';
import { ATTRIBUTE_REASONS } from './reasons.ts';

/** Findings about the service name and about the files that a configuration is read from. */
export const SERVICE_MESSAGES = {
  'service-name-missing': {
    severity: 'error',
    message: (_subject, { configFile }) =>
      configFile
        ? `${configFile} does not set service.name, and with OTEL_CONFIG_FILE variables cannot set it: telemetry would be filed under "unknown_service".`
        : 'No service name is set: telemetry would be filed under "unknown_service".',
    fix: (_subject, { configFile, suggestion, misplaced }) =>
      misplaced
        ? `The command gets ${misplaced}, because it stands after the command. Write it before: otel-run ${misplaced} <command>`
        : configFile
          ? `Add to ${configFile} under resource.attributes: { name: service.name, value: "\${OTEL_SERVICE_NAME}" }`
          : `Name this runtime: otel-run --service ${suggestion} <command>, or OTEL_SERVICE_NAME=${suggestion}`,
  },
  'service-name-unknown': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} is "${value}", the SDK's name for an unnamed service: this telemetry would mix with that of every other unnamed process.`,
    fix: (subject, { suggestion }) => `Name this runtime: ${naming(subject, suggestion)}`,
  },
  'service-name-unexpanded': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} gives the service name as "${value}", an unreplaced reference or placeholder: telemetry would be filed under that literal text.`,
    fix: (subject, { suggestion }) =>
      `Write the name itself, or correct what should have replaced it: ${naming(subject, suggestion)}`,
  },
  'service-name-quoted': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} gives the service name as ${value}, quotation marks included: telemetry would be filed under a name with quotes.`,
    fix: (subject, { unquoted }) => `Leave the quotes out: ${naming(subject, unquoted)}`,
  },
  'service-name-generic': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", a name that fits any service: telemetry from different services may end up under one name.`,
    fix: subject => `Say what this runtime does: ${naming(subject, 'checkout-api')}`,
  },
  'service-name-conflict': {
    severity: 'warning',
    message: (subject, { value, other, otherValue }) =>
      `Two service names are set: "${value}" (${subject}) and "${otherValue}" (${other}). "${value}" is used.`,
    fix: (subject, { other }) =>
      `Keep the intended one, and remove the service name from ${subject} or from ${other}.`,
  },
  'resource-attributes-malformed': {
    severity: 'error',
    message: (subject, { position, problem }) =>
      `${subject}: ${ATTRIBUTE_REASONS[problem as AttributeProblem]} (entry ${position}). The SDK would silently discard or misread all attributes.`,
    fix: subject =>
      `Write key=value pairs, with "," as %2C, "=" as %3D and "%" as %25 inside: ${subject}=team=shop,note=a%2Cb`,
  },
  'resource-attributes-unexpanded': {
    severity: 'warning',
    message: (subject, { keys }) =>
      `${subject}: the value of ${listed(keys)} is an unreplaced reference or placeholder: telemetry would carry that literal text.`,
    fix: subject =>
      `Correct what should have replaced it. Kubernetes replaces $(NAME) only where NAME is defined above ${subject}.`,
  },
  'resource-attributes-quoted': {
    severity: 'warning',
    message: (subject, { keys }) =>
      `${subject}: the value of ${listed(keys)} is in quotation marks, which become part of it.`,
    fix: subject => `Leave the quotes out: ${subject}=team=shop`,
  },
  'env-file-unreadable': {
    severity: 'error',
    message: (subject, { reason }) =>
      `The env file ${subject} cannot be read (${reason}): none of its variables reach the command.`,
    fix: subject =>
      `Create ${subject}, correct its path, or remove it from --env-file and OTEL_RUN_ENV_FILE.`,
  },
  'config-file-invalid': {
    severity: 'error',
    message: (subject, { reason }) =>
      `OTEL_CONFIG_FILE ${subject} cannot be used: ${reason}. No telemetry would be sent.`,
    fix: subject =>
      `Correct ${subject} (https://opentelemetry.io/docs/specs/otel/configuration/data-model/), or unset OTEL_CONFIG_FILE.`,
  },
} satisfies Record<string, Message>;

/** The right name, given the way the wrong one was: an option overrides the variable. */
function naming(subject: string, name: FindingData[string] | undefined): string {
  return subject === '--service' ? `--service ${name}` : `OTEL_SERVICE_NAME=${name}`;
}
