import type { Configuration } from '../configuration.ts';
import { type Finding, finding } from '../finding.ts';
import { parseResourceAttributes } from '../parse/resource-attributes.ts';
import { isPlaceholder } from '../parse/values.ts';
import type { ConfigFileResult } from './service.ts';

/**
 * Checks the files that the configuration comes from, and OTEL_RESOURCE_ATTRIBUTES, which is valid only as a
 * whole.
 */
export function validateSources(
  configuration: Configuration,
  configFile: ConfigFileResult | undefined,
): readonly Finding[] {
  const unread = configuration.envFiles.flatMap(file =>
    'error' in file ? [finding('env-file-unreadable', file.path, { reason: firstLine(file.error) })] : [],
  );
  if (configuration.configFile) return [...unread, ...configFileFindings(configFile)];
  return [...unread, ...resourceAttributeFindings(configuration)];
}

function configFileFindings(result: ConfigFileResult | undefined): readonly Finding[] {
  if (!result || !('error' in result)) return [];
  return [finding('config-file-invalid', result.path, { reason: withoutExcerpts(result.error) })];
}

function resourceAttributeFindings({ settings }: Configuration): readonly Finding[] {
  const setting = settings.get('OTEL_RESOURCE_ATTRIBUTES');
  if (!setting) return [];
  const { name, value } = setting;
  if (/^["']/.test(value)) {
    return [finding('resource-attributes-malformed', name, { position: 1, problem: 'quoted' })];
  }
  const parsed = parseResourceAttributes(value);
  if (parsed.ok) return attributeValueFindings(name, parsed.attributes);
  return [
    finding('resource-attributes-malformed', name, { position: parsed.position, problem: parsed.problem }),
  ];
}

/** Attributes that are read, but not as intended. The service name has its own findings. */
function attributeValueFindings(
  name: string,
  { 'service.name': _, ...attributes }: Readonly<Record<string, string>>,
): readonly Finding[] {
  const entries = Object.entries(attributes);
  const keysWhere = (isWrong: (value: string) => boolean) =>
    entries.flatMap(([key, value]) => (isWrong(value) ? key : []));
  const unexpanded = keysWhere(isPlaceholder);
  const quoted = keysWhere(value => /^(["']).*\1$/.test(value));
  return [
    ...(unexpanded.length > 0 ? [finding('resource-attributes-unexpanded', name, { keys: unexpanded })] : []),
    ...(quoted.length > 0 ? [finding('resource-attributes-quoted', name, { keys: quoted })] : []),
  ];
}

/**
 * A YAML error quotes the lines around it, which may contain a token. Schema errors are on separate lines.
 */
function withoutExcerpts(error: string): string {
  const lines = error.split('\n');
  const schemaErrors = lines.slice(1).filter(line => /^\s*\/\S* must /.test(line));
  return [lines[0]?.trim().replace(/:$/, ''), ...schemaErrors.map(line => line.trim())].join('; ');
}

function firstLine(error: string): string {
  return error.split('\n')[0] ?? error;
}
