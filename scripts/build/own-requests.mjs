import { fileURLToPath } from 'node:url';
import { replacing } from './replacements.mjs';

const HTTP = /@opentelemetry[\\/]instrumentation-http[\\/]dist[\\/]http\.mjs$/;
const UNDICI = /@opentelemetry[\\/]instrumentation-undici[\\/]dist[\\/]undici\.mjs$/;

const from = (names, path) =>
  `import { ${names} } from ${JSON.stringify(fileURLToPath(new URL(`../../src/preload/${path}.ts`, import.meta.url)))};`;

/** Places where upstream changes what an application asks for in its requests. */
const REPLACEMENTS = [
  {
    // It reads the arguments in its own way and passes on what it has read: lists of headers become an object with the
    // names 0 and 1, credentials stay encoded, a callback after `undefined` is lost. Ours passes on what it was given.
    file: HTTP,
    until:
      'upstream passes on the arguments that it was given; https://github.com/open-telemetry/opentelemetry-js/pull/4346 does so for headers',
    upstream: /\t_outgoingRequestFunction\(component, original\) \{.*?\n\t\}\n/s,
    imported: [
      from('requestedOptions', 'libraries/requests/requested-options'),
      from('injectHeaders', 'libraries/requests/inject-headers'),
      from('observePassing', 'errors/unwinding'),
    ],
    ours: `	_outgoingRequestFunction(component, original) {
      const instrumentation = this;
      return function outgoingRequest(...args) {
        const options = requestedOptions(args, component);
        if (instrumentation.getConfig().ignoreOutgoingRequestHook?.(options)) return original.apply(this, args);
        const attributes = getOutgoingRequestAttributes(options, {
          component,
          hostname: options.hostname,
          port: options.port,
          redactedQueryParams: instrumentation.getConfig().redactedQueryParams,
        });
        const startTime = hrTime();
        const metricAttributes = {
          [ATTR_HTTP_REQUEST_METHOD]: attributes[ATTR_HTTP_REQUEST_METHOD],
          [ATTR_SERVER_ADDRESS]: attributes[ATTR_SERVER_ADDRESS],
          [ATTR_SERVER_PORT]: attributes[ATTR_SERVER_PORT],
        };
        const span = instrumentation._startHttpSpan(options.method, { kind: SpanKind.CLIENT, attributes });
        const parentContext = context.active();
        const requestContext = trace.setSpan(parentContext, span);
        let request;
        try {
          request = context.with(requestContext, original, this, ...args);
        } finally {
          if (request === undefined) observePassing(parentContext, thrown =>
            instrumentation._onOutgoingRequestError(span, metricAttributes, startTime, thrown));
        }
        injectHeaders(request, requestContext);
        context.bind(parentContext, request);
        return instrumentation._traceClientRequest(request, span, startTime, metricAttributes);
      };
    }
`,
  },
  {
    // It copies the options, to give them defaults that Node.js has, too.
    file: HTTP,
    until: 'the row above goes',
    upstream: /\t_getPatchHttpsOutgoingRequestFunction\(component\) \{.*?\n\t\}\n/s,
    ours: `	_getPatchHttpsOutgoingRequestFunction(component) {
      return this._getPatchOutgoingRequestFunction(component);
    }
`,
  },
  {
    // It does not know requests that are made by their class.
    file: HTTP,
    until: 'upstream patches `http.ClientRequest`',
    upstream:
      'const patchedGet = this._wrap(moduleExports, "get", this._getPatchOutgoingGetFunction(patchedRequest));',
    imported: [from('patchClientRequest, restoreClientRequest', 'libraries/requests/client-request')],
    ours: found => `${found}
      patchClientRequest(moduleExports, original => this._outgoingRequestFunction("http", original));`,
  },
  {
    file: HTTP,
    until: 'the row above goes',
    upstream: 'this._unwrap(moduleExports, "get");',
    ours: found => `${found}
      restoreClientRequest(moduleExports);`,
  },
  {
    // A header of the application's with the same name is sent, too.
    file: UNDICI,
    until:
      'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/3711 and https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2796 are closed',
    upstream: 'if (typeof request.addHeader === "function")',
    imported: [from('removeHeader', 'libraries/requests/undici-headers')],
    ours: found => `removeHeader(request, k); ${found}`,
  },
];

/** A plugin of the bundler. */
export const ownRequests = () => replacing('own-requests', REPLACEMENTS);
