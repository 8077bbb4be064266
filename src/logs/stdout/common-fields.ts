/**
 * Common names for the parts of a record in JSON lines. The first name that a line has is used. A dot leads
 * into an object.
 */
export const COMMON_FIELDS = {
  /** The name of a level, or its number on pino's or syslog's scale. */
  severity: [
    ...[
      'level',
      'severity',
      'severityText',
      'lvl',
      'loglevel',
      'logLevel',
      'log_level',
      'levelname',
      'log.level',
    ],
    // roarr, tslog
    ...['context.logLevel', '_logMeta.logLevelName', '_meta.logLevelName'],
  ],
  time: [
    ...['time', 'timestamp', '@timestamp', 'ts', 'date', 'datetime', 'eventTime'],
    ...['_logMeta.date', '_meta.date'],
  ],
  // The key of an argument in tslog is its position.
  message: ['msg', 'message', 'body', 'short_message', '0'],
  scope: ['logger', 'logger_name', 'loggerName', 'log.logger', '_logMeta.name', '_meta.name'],
  traceId: ['trace_id', 'traceId', 'traceid', 'trace.id', 'logging.googleapis.com/trace'],
  spanId: ['span_id', 'spanId', 'spanid', 'span.id', 'logging.googleapis.com/spanId'],
  traceFlags: ['trace_flags', 'traceFlags', 'logging.googleapis.com/trace_sampled'],
  /** An error as an object with its message and stack. */
  error: ['err', 'error', 'exception', 'e'],
  /** The stack of an error, separate from its message. */
  stack: ['stack', 'stacktrace', 'stack_trace', 'stackTrace', 'error.stack_trace', 'exception.stacktrace'],
} as const;

/**
 * What such a line says about its process. Its resource has these values already if the process is this one.
 */
export const OWN_PROCESS = { pid: 'pid', hostname: 'hostname', name: 'name' } as const;
