declare module '@elastic/mockotlpserver' {
  export class MockOtlpServer {
    constructor(options: Readonly<Record<string, unknown>>);
    readonly httpUrl: string;
    readonly grpcUrl: string;
    start(): Promise<void>;
    close(): Promise<void>;
  }
  export function normalizeTrace(request: unknown): unknown;
  export function normalizeLogs(request: unknown): unknown;
  export function normalizeMetrics(request: unknown): unknown;
}
