import { memoize } from './memoize.ts';
import { findVarying, IDENTIFIERS, URLS, type VaryingPart } from './varying-text.ts';

/**
 * Names of attributes with as many values as there are users, tasks, requests or messages. As
 * labels of a metric, each value is another series. Names are compared in lower case with dots
 * between words (`userId` and `USER_ID` become `user.id`), from the end and by whole words:
 * `app.user.id` matches, `user.role` does not.
 */
export const EXPLODING_NAMES: Readonly<Record<string, readonly string[]>> = {
  'an id': ['id', 'uid', 'uuid', 'guid', 'ulid'],
  'a user': ['user', 'username', 'user.id', 'user.uuid', 'user.name', 'user.hash', 'enduser', 'enduser.id'],
  'a person': [
    ...['customer.id', 'account.id', 'tenant.id', 'member.id', 'visitor.id', 'patient.id'],
    ...['employee.id', 'contact.id', 'person.id', 'device.id'],
  ],
  'a task': ['task.id', 'job.id', 'run.id', 'execution.id', 'workflow.id', 'batch.id'],
  'a thing of the business': [
    ...['order.id', 'invoice.id', 'payment.id', 'transaction.id', 'document.id', 'entity.id', 'product.id'],
    ...['item.id', 'cart.id', 'booking.id', 'shipment.id', 'subscription.id', 'ticket.id'],
  ],
  'a request': ['request.id', 'req.id', 'correlation.id', 'message.id', 'event.id', 'idempotency.key'],
  'a session': ['session', 'session.id', 'sid', 'conversation.id', 'chat.id', 'cookie', 'token', 'jwt'],
  'a trace': ['trace.id', 'span.id', 'traceparent'],
  'a raw URL': ['url', 'uri', 'href', 'url.full', 'url.path', 'http.target', 'referer', 'referrer'],
  'a query': ['query', 'url.query', 'query.string', 'querystring', 'query.text', 'db.statement', 'sql'],
  'an e-mail address': ['email', 'e.mail', 'mail', 'email.address', 'mail.address'],
  'a client': [
    ...['client.address', 'client.port', 'client.ip', 'remote.addr', 'ip', 'ip.address'],
    ...['network.peer.port', 'user.agent', 'user.agent.original'],
  ],
  'a prompt': ['prompt', 'completion', 'input.messages', 'output.messages'],
  'the text of an error': [
    ...['error.message', 'err.message', 'error.stack', 'exception.message', 'exception.stacktrace'],
    ...['stack', 'stacktrace', 'stack.trace'],
  ],
};

/** Names that end like one of those, but have few values. */
const FEW = /^(?:cloud|host|service|k8s|container)\.|^db\.user$/;

/** Names that often hold sentences: fewer words already count as one. */
const TEXTS = ['error', 'err', 'exception', 'reason', 'cause', 'message', 'msg', 'description', 'detail'];

/** Names with one value per build, whatever it looks like. */
const ONE_PER_BUILD = ['commit', 'revision', 'sha', 'digest', 'version', 'build'];

/** Names of addresses that name the server, by the semantic conventions. */
export const SERVER_ADDRESSES = /^(?:server|network\.(?:peer|local))\.address$/;

const LONGEST_LABEL = 100;

/** A string with more words is a sentence: an error message, a prompt. */
const MOST_WORDS = 6;
const MOST_WORDS_OF_TEXTS = 3;

/** Values that differ each time, whatever their name. A plain number is a status, a port or a size. */
const SHAPES: readonly VaryingPart[] = [
  ...URLS,
  ...IDENTIFIERS,
  { what: 'a path with a number', pattern: /^\/(?:\S*\/)?\d+(?=\/|$)/g },
  { what: 'a time', pattern: /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/g },
  { what: 'the text of an error', pattern: /^\w*(?:Error|Exception): \S/g },
];

const WHAT_BY_NAME = new Map(
  Object.entries(EXPLODING_NAMES).flatMap(([what, names]) => names.map(name => [name, what] as const)),
);

/** Why an attribute explodes: its kind, known from its name or from the shape of its value. */
export interface Explosion {
  readonly what: string;
  readonly by: 'name' | 'value';
}

/** Whether an attribute is known to have unlimited values; undefined if not. */
export function explosionOf(name: string, value: unknown): Explosion | undefined {
  // It has two values, whatever its subject: `has_session`.
  if (typeof value === 'boolean') return undefined;
  const { what, shapeOf } = traitsOf(name);
  const found = what ?? (typeof value === 'string' ? shapeOf(value) : undefined);
  return found === undefined ? undefined : { what: found, by: what === undefined ? 'value' : 'name' };
}

/** What the name says about its values. */
interface Traits {
  readonly what: string | undefined;
  readonly shapeOf: (value: string) => string | undefined;
}

/** Needed at every measurement; a healthy program has few different names. */
const traitsOf = /* @__PURE__ */ memoize((name): Traits => {
  const endings = endingsOf(name);
  const endsIn = (names: readonly string[]) => endings.some(ending => names.includes(ending));
  const mostWords = endsIn(TEXTS) ? MOST_WORDS_OF_TEXTS : MOST_WORDS;
  const shapes = SERVER_ADDRESSES.test(name) || endsIn(ONE_PER_BUILD) ? [] : SHAPES;
  const judge = memoize(value => wordyOf(value, mostWords) ?? findVarying(value, shapes)?.what, 100);
  return {
    what: FEW.test(name) ? undefined : endings.map(ending => WHAT_BY_NAME.get(ending)).find(Boolean),
    shapeOf: value =>
      value.length > LONGEST_LABEL ? `a string of ${value.length} characters` : judge(value),
  };
}, 1000);

function wordyOf(value: string, mostWords: number): string | undefined {
  return value.trim().split(/\s+/).length > mostWords ? 'a string of many words' : undefined;
}

/** `app.userId` → `app.user.id`, `user.id`; a bare `id` counts only as the whole name. */
function endingsOf(name: string): readonly string[] {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  const endings = words.map((_, index) => words.slice(index).join('.'));
  return words.length > 1 ? endings.filter(ending => ending !== 'id') : endings;
}
