/** What `--budget` can limit. */
export type LimitName = 'traces' | 'logs' | 'metrics' | 'bytes' | 'spans' | 'records' | 'series';

/** The most that something may be. */
export interface Limit {
  readonly name: LimitName;
  readonly most: number;
  /** As it was written. */
  readonly written: string;
}
