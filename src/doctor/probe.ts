export interface ProbeResult {
  readonly signal: string;
  readonly endpoint: string;
  readonly ok: boolean;
  readonly status: number | null;
  readonly ms: number;
}
