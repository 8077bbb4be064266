import { subcommandLines } from './subcommands.ts';

/** The output of `otel-run` without arguments. */
export function shortHelp(): string {
  return `otel-run runs a command with OpenTelemetry in every Node.js process that it starts.

  otel-run view -- npm run dev                 see what your application does
  otel-run --service <name> -- node server.js  run it for a collector

${subcommandLines()}

otel-run --help shows all options.
`;
}
