import type { ChildProcess, Serializable } from 'node:child_process';
import { Socket as DatagramSocket } from 'node:dgram';
import { Server } from 'node:net';

/** The parent's end of a child's channel. */
type ChildChannel = Pick<ChildProcess, 'on' | 'send' | 'connected' | 'disconnect'>;

/** Passes on messages with their handles, in both directions, until either side disconnects. */
export function relayMessages(child: ChildChannel): void {
  child.on('message', (message, handle) => {
    // A side that has disconnected gets no message, as without a relay.
    if (process.connected) process.send?.(message, handle, {}, () => release(handle));
  });
  process.on('message', (message: Serializable, handle) => {
    if (child.connected) child.send(message, handle as never, {}, () => release(handle));
  });
  process.on('disconnect', () => child.connected && child.disconnect());
  child.on('disconnect', () => process.connected && process.disconnect());
}

/**
 * Node.js closes the sender's copy of a connection, but its copy of a server or
 * datagram socket would keep receiving.
 */
function release(handle: unknown): void {
  if (handle instanceof Server || handle instanceof DatagramSocket) handle.close();
}
