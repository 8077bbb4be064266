import type { ViewException } from '../../../src/view/model/exceptions.ts';
import { Draft } from './draft.ts';

export const CHECKOUT_ERROR: ViewException = {
  type: 'TypeError',
  message: "Cannot read properties of undefined (reading 'amount')",
  source: 'src/checkout.ts:41:27',
  stacktrace: [
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '    at totalOf (/home/me/shop/src/checkout.ts:41:27)',
    '    at checkout (/home/me/shop/src/checkout.ts:23:17)',
    '    at Layer.handleRequest (/home/me/shop/node_modules/router/lib/layer.js:152:17)',
    '    at next (/home/me/shop/node_modules/router/lib/route.js:157:13)',
    '    at Route.dispatch (/home/me/shop/node_modules/router/lib/route.js:117:3)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at async /home/me/shop/src/server.ts:58:5',
  ].join('\n'),
  excerpt: [
    { line: 38, text: '  let total = 0;', at: false },
    { line: 39, text: '  for (const { item, quantity } of basket) {', at: false },
    { line: 40, text: '    const price = prices.get(item);', at: false },
    { line: 41, text: '    total += quantity * price.amount;', at: true },
    { line: 42, text: '  }', at: false },
    { line: 43, text: '  return total;', at: false },
  ],
};

export function home(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/', '/', 200, 9.4);
  draft.query(
    root,
    2,
    7.9,
    'SELECT products',
    'SELECT id, title FROM products ORDER BY sold DESC LIMIT 20',
    'shop',
  );
  return draft;
}

export function product(at: number, item: number, code = 200): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/products/:id', `/products/${item}`, code, 48 + (item % 7) * 3);
  draft.span(root, 1.2, 2.1, {
    name: 'GET',
    kind: 'client',
    target: 'redis',
    scope: { name: '@opentelemetry/instrumentation-ioredis', version: '0.60.0' },
    attributes: { 'db.system.name': 'redis', 'db.operation.name': 'GET' },
  });
  draft.query(root, 2.4, 9, 'SELECT products', 'SELECT * FROM products WHERE id = $1', 'shop');
  draft.price(root, 11, 40, item, code >= 500 ? 503 : 200);
  draft.log(root, 42, `product ${code >= 500 ? 'has no price' : 'was shown'}`, {
    attributes: { productId: item, cached: false },
    ...(code >= 500 && { severity: 'WARN', severityNumber: 13, severityText: 'warn' }),
  });
  return draft;
}

export function slow(at: number, calls: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/slow', '/slow', 200, 14 + calls * 22.5);
  draft.query(root, 2, 9, 'SELECT basket', 'SELECT item FROM basket WHERE customer = $1', 'shop');
  for (let call = 0; call < calls; call++) draft.price(root, 12 + call * 22.4, 33 + call * 22.4, call + 1);
  draft.log(root, 12 + calls * 22.4, 'basket was priced', {
    attributes: { items: calls, customer: { id: 77, tier: 'gold' } },
  });
  return draft;
}

export function checkout(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('POST', '/checkout', '/checkout', 500, 71, CHECKOUT_ERROR);
  const work = draft.span(root, 3, 66, {
    name: 'checkout',
    scope: { name: 'shop', version: '2.4.0' },
    attributes: { 'code.function.name': 'checkout', 'basket.size': 3 },
    status: { code: 'error', message: CHECKOUT_ERROR.message },
    exception: CHECKOUT_ERROR,
  });
  draft.log(work, 3.5, 'checkout starts', { severity: 'DEBUG', severityNumber: 5, severityText: 'debug' });
  draft.query(work, 5, 18, 'SELECT basket', 'SELECT item, quantity FROM basket WHERE customer = $1', 'shop');
  draft.price(work, 20, 58, 12);
  draft.log(work, 61, 'checkout failed', {
    severity: 'ERROR',
    severityNumber: 17,
    severityText: 'error',
    exception: CHECKOUT_ERROR,
    attributes: {
      customerId: 77,
      basket: [
        { item: 12, quantity: 2 },
        { item: 99, quantity: 1 },
      ],
    },
  });
  return draft;
}

export function described(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/describe/:id', '/describe/4', 200, 912);
  draft.span(root, 20, 902, {
    name: 'chat gpt-5-mini',
    kind: 'client',
    target: 'openai',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.usage.input_tokens': 412,
      'gen_ai.usage.output_tokens': 96,
    },
  });
  return draft;
}

export function nightly(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.span(null, 0, 33, {
    name: 'expire baskets',
    kind: 'internal',
    scope: { name: 'otel-run', version: '0.1.0' },
  });
  draft.query(
    root,
    2,
    30,
    'DELETE basket',
    "DELETE FROM basket WHERE touched < now() - interval '2 days'",
    'shop',
  );
  draft.log(root, 31, 'expired baskets were removed', { attributes: { removed: 17 } });
  return draft;
}

export function missing(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '', '/wp-login.php', 404, 1.8);
  return Object.assign(draft, { spans: [{ ...root, name: 'GET' }] });
}
