const clients = new WeakSet<object>();

/** Notes that a library has a client for itself alone: what it hears by it is no work of the application's. */
export function noteUpkeepClient(client: object): void {
  clients.add(client);
}

export function isUpkeepClient(client: object): boolean {
  return clients.has(client);
}
