import { mergeResourceAttributesConfig, parseConfigFile } from '@opentelemetry/configuration';
import type { ConfigFileResult } from '../config/validate/service.ts';
import { errorMessage } from '../shared/error-message.ts';

/**
 * Reads an `OTEL_CONFIG_FILE` with the SDK's own parser, schema and substitution of `${…}`. Imported only if
 * such a file is named, because parser and schema are large.
 *
 * @param changes variables that the command will have in addition to those of this process
 */
export function loadDeclarativeConfiguration(
  path: string,
  changes: Readonly<Record<string, string>>,
): ConfigFileResult {
  const before = { ...process.env };
  try {
    // The SDK's parser substitutes only from `process.env`.
    Object.assign(process.env, changes);
    const { resource } = parseConfigFile(path);
    const attributes = mergeResourceAttributesConfig(resource?.attributes, resource?.attributes_list);
    const name = attributes?.find(attribute => attribute.name === 'service.name')?.value;
    return { path, serviceName: typeof name === 'string' ? name : undefined };
  } catch (error) {
    return { path, error: errorMessage(error) };
  } finally {
    for (const name of Object.keys(changes)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
