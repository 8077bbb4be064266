/** What loggers call the parts of a record in their JSON lines: the first name that a line has, dots lead inside. */
export const COMMON_FIELDS = {
  /** A name of a level, or a number of pino's scale or of syslog's. */
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
  // tslog writes what it was called with by its place.
  message: ['msg', 'message', 'body', 'short_message', '0'],
  scope: ['logger', 'logger_name', 'loggerName', 'log.logger', '_logMeta.name', '_meta.name'],
  traceId: ['trace_id', 'traceId', 'traceid', 'trace.id', 'logging.googleapis.com/trace'],
  spanId: ['span_id', 'spanId', 'spanid', 'span.id', 'logging.googleapis.com/spanId'],
  traceFlags: ['trace_flags', 'traceFlags', 'logging.googleapis.com/trace_sampled'],
  /** An error as an object with its message and stack. */
  error: ['err', 'error', 'exception', 'e'],
  /** The stack of an error beside its message. */
  stack: ['stack', 'stacktrace', 'stack_trace', 'stackTrace', 'error.stack_trace', 'exception.stacktrace'],
} as const;

/** What such a line says of the process, beside the logger's name: known from elsewhere where it is this process's. */
export const OWN_PROCESS = { pid: 'pid', hostname: 'hostname', name: 'name' } as const;
