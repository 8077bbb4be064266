import type { ProbeAnswer } from '../config/doctor-threads.ts';
import { ERRORS, HTTP_STATUSES, type Words } from './probe-rules.ts';
import { GRPC_PROXY, GRPC_STATUSES, NO_GRPC } from './probe-rules-grpc.ts';

/** Whether the answer comes from a receiver; if not, what it means. */
export type Reading =
  | { readonly ok: true; readonly status: number | null }
  | ({ readonly ok: false; readonly status: number | null } & Words);

const UNKNOWN: Words = {
  reading: 'the export failed',
  remedy: 'Run the command with OTEL_LOG_LEVEL=debug to see more.',
};

/** Reads an answer. The error's own text is never repeated: it may contain what was sent. */
export function readAnswer(answer: ProbeAnswer, protocol: string): Reading {
  return protocol === 'grpc' ? readGrpc(answer) : readHttp(answer);
}

function readHttp({ status, contentType, error = '' }: ProbeAnswer): Reading {
  if (status === null) return failed(null, ERRORS.find(({ when }) => when.test(error)) ?? unknown(error));
  if (contentType?.startsWith('text/html')) {
    const reading = `${status} and a web page: this is not an OTLP receiver`;
    return failed(status, { reading, remedy: "Check the endpoint's host, port and path." });
  }
  if (status >= 200 && status < 300) return { ok: true, status };
  const rule = HTTP_STATUSES.find(({ from, to }) => status >= from && status <= to);
  return failed(status, rule ?? { ...UNKNOWN, reading: `the receiver answers ${status}` });
}

function readGrpc({ status, error = '' }: ProbeAnswer): Reading {
  if (status === 0) return { ok: true, status };
  const code = /^\d+/.exec(error)?.[0];
  const rule =
    [...ERRORS, ...GRPC_PROXY, NO_GRPC].find(({ when }) => when.test(error)) ?? GRPC_STATUSES[code ?? ''];
  return failed(code === undefined ? null : Number(code), rule ?? unknown(error));
}

/** A code of the system or of Node.js is no secret, unlike the text behind it. */
function unknown(error: string): Words {
  const code = /^(E[A-Z]+|ERR_[A-Z\d_]+)\b/.exec(error)?.[1];
  return code === undefined ? UNKNOWN : { ...UNKNOWN, reading: `${UNKNOWN.reading} (${code})` };
}

function failed(status: number | null, { reading, remedy }: Words): Reading {
  return { ok: false, status, reading, remedy };
}
