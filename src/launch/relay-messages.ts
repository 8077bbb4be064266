import type { ChildProcess, Serializable } from 'node:child_process';
import { Socket as DatagramSocket } from 'node:dgram';
import { Server } from 'node:net';

/** The end of a child's channel that its parent holds. */
type ChildChannel = Pick<ChildProcess, 'on' | 'send' | 'connected' | 'disconnect'>;

/** Passes messages with their handles on, both ways, until either side disconnects. */
export function relayMessages(child: ChildChannel): void {
  child.on('message', (message, handle) => {
    // Who has gone meanwhile gets no message, as it would without a relay between the two.
    if (process.connected) process.send?.(message, handle, {}, () => release(handle));
  });
  process.on('message', (message: Serializable, handle) => {
    if (child.connected) child.send(message, handle as never, {}, () => release(handle));
  });
  process.on('disconnect', () => child.connected && child.disconnect());
  child.on('disconnect', () => process.connected && process.disconnect());
}

/** Node.js closes the sender's copy of a connection; that of a server or datagram socket would go on receiving. */
function release(handle: unknown): void {
  if (handle instanceof Server || handle instanceof DatagramSocket) handle.close();
}
