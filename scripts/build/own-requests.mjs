import { fileURLToPath } from 'node:url';
import { replacing } from './replacements.mjs';

const HTTP = /@opentelemetry[\\/]instrumentation-http[\\/]dist[\\/]http\.mjs$/;
const UNDICI = /@opentelemetry[\\/]instrumentation-undici[\\/]dist[\\/]undici\.mjs$/;

const from = (names, path) =>
  `import { ${names} } from ${JSON.stringify(fileURLToPath(new URL(`../../src/preload/${path}.ts`, import.meta.url)))};`;

/** Code with which upstream changes an application's requests. */
const REPLACEMENTS = [
  {
    // It parses the arguments in its own way and passes on the result: lists of headers become an
    // object with the names 0 and 1, credentials stay encoded, a callback after `undefined` is lost.
    // Ours passes on the original arguments.
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
        const asked = instrumentation._startOutgoing(component, args);
        if (!asked) return Reflect.apply(original, this, args);
        const { span, metricAttributes, startTime } = asked;
        const parentContext = context.active();
        const requestContext = trace.setSpan(parentContext, span);
        let request;
        try {
          request = context.with(requestContext, Reflect.apply, undefined, original, this, args);
        } finally {
          if (request === undefined) observePassing(parentContext, thrown =>
            instrumentation._onOutgoingRequestError(span, metricAttributes, startTime, thrown));
        }
        try {
          injectHeaders(request, requestContext);
          context.bind(parentContext, request);
          instrumentation._traceClientRequest(request, span, startTime, metricAttributes);
        } catch {}
        return request;
      };
    }
    _startOutgoing(component, args) {
      try {
        const options = requestedOptions(args, component);
        if (this.getConfig().ignoreOutgoingRequestHook?.(options)) return undefined;
        const attributes = getOutgoingRequestAttributes(options, {
          component,
          hostname: options.hostname,
          port: options.port,
          redactedQueryParams: this.getConfig().redactedQueryParams,
        });
        const metricAttributes = {
          [ATTR_HTTP_REQUEST_METHOD]: attributes[ATTR_HTTP_REQUEST_METHOD],
          [ATTR_SERVER_ADDRESS]: attributes[ATTR_SERVER_ADDRESS],
          [ATTR_SERVER_PORT]: attributes[ATTR_SERVER_PORT],
        };
        const startTime = hrTime();
        return { span: this._startHttpSpan(options.method, { kind: SpanKind.CLIENT, attributes }), metricAttributes, startTime };
      } catch {
        return undefined;
      }
    }
`,
  },
  {
    // A request may have any values: servers are given stubs, and applications replace properties of
    // requests. If that throws before the application's listeners run, they still run as they do bare.
    file: HTTP,
    until: 'upstream guards what it reads of a request and a response',
    upstream: /\t_incomingRequestFunction\(component, original\) \{.*?\n\t\}\n/s,
    imported: [
      from('observeUncaught', 'errors/unwinding'),
      from('recordBrokenAnswer', 'errors/request-error'),
      from('quietListener', '../shared/quietly'),
    ],
    ours: `	_incomingRequestFunction(component, original) {
      const instrumentation = this;
      // Values are not spread or taken apart, nor is a method of the original called: an application may have replaced them.
      return function incomingRequest(...values) {
        const { 0: event, 1: request, 2: response } = values;
        const incoming = event === "request" ? instrumentation._startIncoming(component, request, response) : undefined;
        if (!incoming) return Reflect.apply(original, this, values);
        return context.with(incoming.context, () => {
          instrumentation._watchIncoming(incoming, request, response);
          let passes = incoming.span !== undefined;
          try {
            const result = Reflect.apply(original, this, values);
            passes = false;
            return result;
          } finally {
            // If a listener of a server throws, only the process gets the error.
            if (passes) observeUncaught(context.active(), error =>
              instrumentation._onServerResponseError(incoming.span, incoming.metricAttributes, incoming.startTime, error ?? String(error)));
          }
        });
      };
    }
    _startIncoming(component, request, response) {
      try {
        if (typeof response.on !== "function") return undefined;
        const { ignoreIncomingRequestHook, startIncomingSpanHook, redactedQueryParamsServer } = this.getConfig();
        if (ignoreIncomingRequestHook?.(request)) return { context: suppressTracing(context.active()) };
        const { headers, method } = request;
        const attributes = getIncomingRequestAttributes(request, {
          component,
          hookAttributes: this._callStartSpanHook(request, startIncomingSpanHook),
          enableSyntheticSourceDetection: false,
          redactedQueryParams: redactedQueryParamsServer,
        }, this._diag);
        Object.assign(attributes, this._headerCapture.server.captureRequestHeaders(header => headers[header]));
        const startTime = hrTime();
        const metricAttributes = {
          [ATTR_HTTP_REQUEST_METHOD]: attributes[ATTR_HTTP_REQUEST_METHOD],
          [ATTR_URL_SCHEME]: attributes[ATTR_URL_SCHEME],
        };
        if (attributes[ATTR_NETWORK_PROTOCOL_VERSION]) metricAttributes[ATTR_NETWORK_PROTOCOL_VERSION] = attributes[ATTR_NETWORK_PROTOCOL_VERSION];
        const parent = propagation.extract(ROOT_CONTEXT, headers);
        const span = this._startHttpSpan(method || "GET", { kind: SpanKind.SERVER, attributes }, parent);
        const rpcMetadata = { type: RPCType.HTTP, span };
        return { context: setRPCMetadata(trace.setSpan(parent, span), rpcMetadata), span, rpcMetadata, metricAttributes, startTime };
      } catch {
        return undefined;
      }
    }
    _watchIncoming({ span, rpcMetadata, metricAttributes, startTime }, request, response) {
      try {
        context.bind(context.active(), request);
        context.bind(context.active(), response);
        if (!span) return;
        if (this.getConfig().requestHook) this._callRequestHook(span, request);
        if (this.getConfig().responseHook) this._callResponseHook(span, response);
        let hasError = false;
        response.on("close", quietListener(() => {
          if (hasError) return;
          const broken = recordBrokenAnswer(span, response);
          if (broken) metricAttributes[ATTR_ERROR_TYPE] = broken;
          this._onServerResponseFinish(request, response, span, metricAttributes, startTime, rpcMetadata);
        }));
        response.on(errorMonitor, quietListener(error => {
          hasError = true;
          this._onServerResponseError(span, metricAttributes, startTime, error);
        }));
      } catch {}
    }
`,
  },
  {
    // Anything may be emitted as an error, and an answer may be a stub.
    file: HTTP,
    until: 'upstream guards its listeners of requests and answers',
    upstream: /\t_traceClientRequest\(request, span, startTime, metricAttributes\) \{.*?\n\t\}\n/s,
    ours: found =>
      found
        .replace(
          /\.(on|prependListener)\(("\w+"|errorMonitor), \((\w*)\) => \{/g,
          '.$1($2, quietListener(($3) => {',
        )
        .replace(/^(\t+)\}\);$/gm, '$1}));')
        .replace('"end", endHandler', '"end", quietListener(endHandler)'),
  },
  {
    // It copies the options to set defaults that Node.js also has.
    file: HTTP,
    until: 'the row above goes',
    upstream: /\t_getPatchHttpsOutgoingRequestFunction\(component\) \{.*?\n\t\}\n/s,
    ours: `	_getPatchHttpsOutgoingRequestFunction(component) {
      return this._getPatchOutgoingRequestFunction(component);
    }
`,
  },
  {
    // It spreads the arguments, and an application may have replaced the array iterator.
    file: HTTP,
    until: 'upstream passes on the arguments without spreading them',
    upstream: /\t_getPatchOutgoingGetFunction\(clientRequest\) \{.*?\n\t\}\n/s,
    ours: `	_getPatchOutgoingGetFunction(clientRequest) {
      return () => function outgoingGetRequest(...args) {
        const request = Reflect.apply(clientRequest, this, args);
        request.end();
        return request;
      };
    }
`,
  },
  {
    file: HTTP,
    until: 'the row above goes',
    upstream: /\t_getPatchHttpsOutgoingGetFunction\(clientRequest\) \{.*?\n\t\}\n/s,
    ours: `	_getPatchHttpsOutgoingGetFunction(clientRequest) {
      return this._getPatchOutgoingGetFunction(clientRequest);
    }
`,
  },
  {
    // It does not know requests that are created with `new ClientRequest`.
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
    // The application's own header with the same name is also sent.
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
