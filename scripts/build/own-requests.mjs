import { importOwn, replacing } from './replacements.mjs';

const HTTP = /@opentelemetry[\\/]instrumentation-http[\\/]dist[\\/]http\.mjs$/;
const UNDICI = /@opentelemetry[\\/]instrumentation-undici[\\/]dist[\\/]undici\.mjs$/;

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
      importOwn('requestedOptions', 'preload/libraries/requests/requested-options'),
      importOwn('injectHeaders', 'preload/libraries/requests/inject-headers'),
      importOwn('observePassing', 'preload/errors/unwinding'),
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
    // Ours does not end in errors where a request is a stub, and takes half the time.
    file: HTTP,
    until: 'upstream guards what it reads of a request and a response, and costs no more',
    upstream: /\t_incomingRequestFunction\(component, original\) \{.*?\n\t\}\n/s,
    imported: [
      importOwn('emitWithSpans', 'preload/libraries/requests/incoming-requests'),
      importOwn('quietListener', 'preload/../shared/quietly'),
    ],
    ours: `	_incomingRequestFunction(component, original) {
      const attributesOf = request => getIncomingRequestAttributes(request, { component }, this._diag);
      return emitWithSpans(this, component, attributesOf, original);
    }
`,
  },
  {
    // Only the function before it calls these two.
    file: HTTP,
    until: 'the row above goes',
    upstream: /\t_onServerResponse(Finish|Error)\(.*?\n\t\}\n/gs,
    ours: '',
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
    // It takes a request that the application gives up for a failure, and the type of most errors for `Error`.
    file: HTTP,
    until:
      'upstream leaves the status of aborted requests unset, as instrumentation-undici does, and names errors by their code',
    upstream: /\t_onOutgoingRequestError\(span, metricAttributes, startTime, error\) \{.*?\n\t\}\n/s,
    imported: [importOwn('recordFailedRequest', 'preload/libraries/requests/failed-request')],
    ours: `	_onOutgoingRequestError(span, metricAttributes, startTime, error) {
      const type = recordFailedRequest(span, error);
      if (type !== undefined) metricAttributes[ATTR_ERROR_TYPE] = type;
      this._closeHttpSpan(span, SpanKind.CLIENT, startTime, metricAttributes);
    }
`,
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
    imported: [
      importOwn('patchClientRequest, restoreClientRequest', 'preload/libraries/requests/client-request'),
    ],
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
    // Of a `DOMException`, that is a number.
    file: UNDICI,
    until: 'upstream names errors by their code only where it is a string',
    upstream: 'const errorType = error.code ||',
    ours: 'const errorType = typeof error.code === "string" && error.code ||',
  },
  {
    // The application's own header with the same name is also sent.
    file: UNDICI,
    until:
      'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/3711 and https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2796 are closed',
    upstream: 'if (typeof request.addHeader === "function")',
    imported: [importOwn('removeHeader', 'preload/libraries/requests/undici-headers')],
    ours: found => `removeHeader(request, k); ${found}`,
  },
  {
    // The conventions have the original method only if it is another one, and the query without its mark, if there is one.
    file: UNDICI,
    until: 'instrumentation-undici leaves out what the conventions leave out',
    upstream: '[ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: request.method,',
    ours: '...(requestMethod !== request.method && { [ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: request.method }),',
  },
  {
    file: UNDICI,
    until: 'the row above goes',
    upstream: '[ATTR_URL_QUERY]: requestUrl.search,',
    ours: '...(requestUrl.search && { [ATTR_URL_QUERY]: requestUrl.search.slice(1) }),',
  },
];

/** A plugin of the bundler. */
export const ownRequests = () => replacing('own-requests', REPLACEMENTS);
