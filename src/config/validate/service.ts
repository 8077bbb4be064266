import type { Configuration, Setting } from '../configuration.ts';
import { type Finding, finding } from '../finding.ts';
import { isGenericName } from '../generic-name.ts';
import { parseResourceAttributes } from '../parse/resource-attributes.ts';
import { hasUnexpandedReference, isBlank, isPlaceholder, isQuoted } from '../parse/values.ts';

/**
 * The result of loading an OTEL_CONFIG_FILE: why it cannot be used, or its service name after substitution.
 */
export type ConfigFileResult =
  | { readonly path: string; readonly error: string }
  | { readonly path: string; readonly serviceName: string | undefined };

/**
 * Checks the service name: it exists, it says something, and no source contradicts it.
 *
 * @param misplaced the service option where it stands after the command
 */
export function validateService(
  configuration: Configuration,
  configFile: ConfigFileResult | undefined,
  misplaced?: string,
): readonly Finding[] {
  if (configuration.configFile) return configFileFindings(configuration, configFile);
  const [used, ...others] = configuration.serviceNames;
  const suggestion = suggestedName(configuration);
  if (!used)
    return attributesHideName(configuration)
      ? []
      : [
          finding('service-name-missing', 'OTEL_SERVICE_NAME', {
            suggestion,
            ...(misplaced && { misplaced }),
          }),
        ];
  const other = others.find(candidate => candidate.value !== used.value);
  return [...nameFindings(spoken(used), used.value, suggestion), ...conflictFindings(used, other)];
}

/** With a config file, variables count only where the file refers to them. */
function configFileFindings(
  configuration: Configuration,
  file: ConfigFileResult | undefined,
): readonly Finding[] {
  if (!file || 'error' in file) return [];
  const suggestion = suggestedName(configuration);
  const { path, serviceName = '' } = file;
  if (isBlank(serviceName)) return [finding('service-name-missing', path, { configFile: path, suggestion })];
  const used: Setting = { name: path, value: serviceName, source: 'env' };
  const other = configuration.serviceNames.find(candidate => candidate.value !== serviceName);
  return [...nameFindings(path, serviceName, suggestion), ...conflictFindings(used, other)];
}

function nameFindings(subject: string, value: string, suggestion: string): readonly Finding[] {
  if (/^unknown_service/i.test(value))
    return [finding('service-name-unknown', subject, { value, suggestion })];
  if (isPlaceholder(value) || hasUnexpandedReference(value) || /^\$\w|[^\w]\$\w/.test(value))
    return [finding('service-name-unexpanded', subject, { value, suggestion })];
  if (isQuoted(value)) {
    return [finding('service-name-quoted', subject, { value, unquoted: value.replace(/^["']|["']$/g, '') })];
  }
  return isGenericName(value) ? [finding('service-name-generic', subject, { value })] : [];
}

function conflictFindings(used: Setting, other: Setting | undefined): readonly Finding[] {
  if (!other) return [];
  const data = { value: used.value, other: spoken(other), otherValue: other.value };
  return [finding('service-name-conflict', spoken(used), data)];
}

function spoken({ name, source }: Setting): string {
  return source === 'flag' ? '--service' : name;
}

/** A name in attributes that do not parse is not missing: the attributes must be corrected. */
function attributesHideName({ settings }: Configuration): boolean {
  const value = settings.get('OTEL_RESOURCE_ATTRIBUTES')?.value;
  if (value === undefined || !value.includes('service.name')) return false;
  return isQuoted(value) || !parseResourceAttributes(value).ok;
}

/**
 * The package's name without its scope, for the line to copy. It never becomes the service name
 * automatically.
 */
function suggestedName({ packageName }: Configuration): string {
  const name = packageName?.replace(/^@[^/]*\//, '') ?? '';
  return isBlank(name) || isGenericName(name) ? '<name>' : name;
}
