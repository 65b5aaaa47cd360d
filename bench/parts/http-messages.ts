// Puts the bytes of one socket together into messages, whatever pieces they come in.
import { type Message, readMessage } from './http-message.ts';

/** Answers what to call with each piece; `onMessage` gets the bytes that its positions refer to. */
export function messageReader(onMessage: (message: Message, bytes: Buffer) => void): (piece: Buffer) => void {
  let waiting: Buffer[] = [];
  let held = 0;
  /** Nothing can be complete before this much is there; a large body is then joined once, not at each piece. */
  let needed = 0;
  return (piece) => {
    held += piece.length;
    waiting.push(piece);
    if (held < needed) return;
    let bytes = waiting.length === 1 ? piece : Buffer.concat(waiting);
    let message = readMessage(bytes);
    while (message && message.end <= bytes.length) {
      onMessage(message, bytes);
      bytes = bytes.subarray(message.end);
      message = bytes.length === 0 ? null : readMessage(bytes);
    }
    waiting = bytes.length === 0 ? [] : [bytes];
    held = bytes.length;
    needed = message ? message.end : 0;
  };
}
