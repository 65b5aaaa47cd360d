// One call as a route sees it, and what a route is: a handler for each method it has.
import type { Caller } from './caller.ts';
import type { Meter } from './limits.ts';
import type { CallParameters } from './parameters.ts';
import type { GraphRequest } from './request.ts';

/** A call whose caller nobody has asked for yet. */
export interface OpenCall {
  /** The node of the path; nobody has looked it up yet. Empty where the path names none. */
  id: string;
  /** The method in small letters, for messages. */
  verb: string;
  version: string;
  parameters: CallParameters;
  /** Counts the call against its budgets. */
  meter: Meter;
  /** For links to the next page. */
  request: Pick<GraphRequest, 'path' | 'query'>;
}

export interface GraphCall extends OpenCall {
  caller: Caller;
}

/** Answers the body of a 200, or throws a GraphError. */
export type EdgeMethod = (call: GraphCall) => Promise<object>;

/** By HTTP method. */
export type Edge = ReadonlyMap<string, EdgeMethod>;

/** A route that needs no access token, by HTTP method. */
export type OpenEdge = ReadonlyMap<string, (call: OpenCall) => Promise<object>>;

/** The answer of every change. One object, so that the original rules can find it and say it as they did. */
export const success = { success: true } as const;
