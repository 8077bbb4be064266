/** Names of attributes with the types of their values, sorted. */
export type AttributeTypes = Readonly<Record<string, string>>;

/** What one service sends: each kind of span, record and instrument, with its attributes. Sorted. */
export interface ServiceShape {
  /** `GET /orders/:id (server)`, `pg.query (client) in GET /orders/:id`. */
  readonly spans: Readonly<Record<string, AttributeTypes>>;
  /** `info: order was asked for`. */
  readonly records: Readonly<Record<string, AttributeTypes>>;
  /** `http.server.request.duration (histogram, s)`. */
  readonly instruments: Readonly<Record<string, AttributeTypes>>;
}

/** The shape of a run's telemetry, by service. It does not vary from run to run. */
export type Shape = Readonly<Record<string, ServiceShape>>;
