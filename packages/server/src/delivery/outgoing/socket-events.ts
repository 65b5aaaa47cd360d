// Waits for the one event that says a socket is ready, and turns every other ending into an error.
import type { Socket } from 'node:net';
import { ConnectFailed } from './failure.ts';

/** Rejects, with the socket destroyed, on an error, on a close, and when the signal aborts. */
export function untilReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      socket.off(event, onReady).off('error', settle).off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      if (!error) return resolve();
      socket.destroy();
      reject(error);
    };
    const onReady = () => settle();
    const onClose = () => settle(new ConnectFailed('connection_closed'));
    const onAbort = () => settle(new ConnectFailed('timeout'));
    socket.on(event, onReady).on('error', settle).on('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

/** Keeps a late error of a socket that nobody uses any more from ending the process. */
export function ignoreLateErrors(socket: Socket): void {
  socket.on('error', () => {});
}
