/** `GET /api/smoke-test`: how what was chosen becomes a smoke test. */
export interface SmokeTestAnswer {
  /** To be typed, with {@link fileName} in the working directory. */
  readonly commandLine: string;
  readonly fileName: string;
  /** What to write into that file: YAML. */
  readonly expectations: string;
  readonly requests: readonly string[];
  /** What was left out and why: bodies are not recorded. */
  readonly notes: readonly string[];
}
