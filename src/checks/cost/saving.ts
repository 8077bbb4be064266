/** Something expensive, and how to save it. */
export interface Saving {
  /** The total that it is part of. */
  readonly of: 'traces' | 'logs' | 'spans' | 'records' | 'series';
  /** The attribute, route, span, message, scope or metric. */
  readonly name: string;
  /** Its share of that total, from 0 to 1. */
  readonly share: number;
  /** ``GET /healthz is 31 % of spans``. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** `14 %`, for people. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
