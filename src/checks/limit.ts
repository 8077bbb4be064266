/** What `--budget` can limit. */
export type LimitName = 'traces' | 'logs' | 'metrics' | 'bytes' | 'spans' | 'records' | 'series';

/** The upper limit of a value. */
export interface Limit {
  readonly name: LimitName;
  readonly most: number;
  /** As written by the user. */
  readonly written: string;
}
