const clients = new WeakSet<object>();

/** Notes that a library uses a client only for itself: messages to it are not the application's work. */
export function noteUpkeepClient(client: object): void {
  clients.add(client);
}

export function isUpkeepClient(client: object): boolean {
  return clients.has(client);
}
