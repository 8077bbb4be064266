/** `GET /api/smoke-test`: the chosen traces as a smoke test. */
export interface SmokeTestAnswer {
  /** The command to type, with {@link fileName} in the working directory. */
  readonly commandLine: string;
  readonly fileName: string;
  /** The content of that file: YAML. */
  readonly expectations: string;
  readonly requests: readonly string[];
  /** What was left out and why: bodies are not recorded. */
  readonly notes: readonly string[];
}
