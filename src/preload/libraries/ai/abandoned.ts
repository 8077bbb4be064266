import { quietly } from '../../../shared/quietly.ts';
import { beforeEnd } from '../../foundation/before-end.ts';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import type { Operation } from './operation.ts';
import type { StreamObserver } from './streams.ts';

/** An observer of a streamed answer that may never be read to its end. */
export interface PatientObserver extends StreamObserver {
  /** The object that stays reachable while the answer can be read. */
  readBy(reader: object): void;
}

const abandoned = new FinalizationRegistry<() => void>(end => end());

/**
 * Ends the operation of a streamed answer also if it is not read to its end: when nothing refers to the answer any more,
 * or the process ends. The operation was over when the last part was read. Nothing here may refer to the answer.
 */
export function untilAbandoned(operation: Operation, observer: StreamObserver): PatientObserver {
  let lastRead = monotonicNow();
  const end = () => {
    forget();
    operation.overSince(monotonicNow() - lastRead);
    quietly(observer.onEnd);
  };
  const forget = () => {
    beforeEnd.delete(end);
    abandoned.unregister(end);
  };
  beforeEnd.add(end);
  return {
    onChunk(chunk) {
      lastRead = monotonicNow();
      observer.onChunk(chunk);
    },
    onEnd() {
      forget();
      observer.onEnd();
    },
    onError(error) {
      forget();
      observer.onError(error);
    },
    readBy(reader) {
      abandoned.unregister(end);
      abandoned.register(reader, end, end);
    },
  };
}
