import { readFileSync } from 'node:fs';

const SEMANTIC_CONVENTIONS = '@opentelemetry/semantic-conventions';

/**
 * A CommonJS package would bring the CommonJS build of every OpenTelemetry package that it requires into the
 * bundle, in addition to the shared ES build, and all of the semantic conventions. This resolves its requires
 * as imports, and includes only the names of the conventions that it mentions.
 */
export function oneCopyOfEach() {
  return {
    name: 'one-copy-of-each',
    resolveId: {
      filter: { id: /^@opentelemetry\// },
      async handler(source, importer, { kind }) {
        if (kind !== 'require-call' || !importer) return null;
        if (source === SEMANTIC_CONVENTIONS) return `\0conventions-of:${importer}`;
        return this.resolve(source, importer, { kind: 'import-statement', skipSelf: true });
      },
    },
    load(id) {
      if (!id.startsWith('\0conventions-of:')) return null;
      const code = readFileSync(id.slice('\0conventions-of:'.length), 'utf8');
      const names = [...new Set(code.match(/\b(?:ATTR|SEMATTRS|METRIC)_[A-Z0-9_]+\b/g))];
      return `export { ${names.join(', ')} } from '${SEMANTIC_CONVENTIONS}';`;
    },
  };
}
