// What the Graph API needs to know of the handshake that somebody else performs, and the error it becomes.
import { type ErrorName, type GraphError, graphError } from './graph-error.ts';

/** Sends the challenge to a callback and judges the answer; never rejects for what the other side does. */
export type VerifyCallback = (request: {
  appId: number;
  url: string;
  verifyToken: string;
  /** The name of the parameter, for messages, and how long its value may be. */
  parameter?: string;
  lengthMax?: number;
}) => Promise<CallbackVerdict>;

export type CallbackVerdict =
  | { ok: true }
  /** The message is whole, begins with the code and may be shown to the app's owner. */
  | { ok: false; code: FailureCode; message: string };

type FailureCode = 4 | 100 | 2200 | 2201;

const errorNames = {
  4: 'rateLimited',
  100: 'callbackUrlRefused',
  2200: 'callbackFailed',
  2201: 'challengeMismatch',
} as const satisfies Record<FailureCode, ErrorName>;

export function verdictError(failure: { code: FailureCode; message: string }): GraphError {
  return graphError(errorNames[failure.code], { message: failure.message });
}
