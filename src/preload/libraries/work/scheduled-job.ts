import { withReadyMadeWork } from '../../../work/ready-made-work.ts';

/**
 * Runs a scheduler's job as a unit of work, `<name> run`: a new trace where its time had come, whatever was at work
 * when it was scheduled; part of what is at work where the application runs it by hand.
 */
export function runJob<Result>(name: string, byHand: boolean, job: () => Result): Result {
  return withReadyMadeWork(`${name} run`, byHand ? {} : { from: {} }, job);
}
