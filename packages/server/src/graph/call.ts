// One authenticated call as an edge sees it, and what an edge is: a handler for each method it has.
import type { Caller } from './caller.ts';
import type { CallParameters } from './parameters.ts';

export interface GraphCall {
  /** The node of the path; nobody has looked it up yet. */
  id: string;
  /** The method in small letters, for messages. */
  verb: string;
  version: string;
  caller: Caller;
  parameters: CallParameters;
}

/** Answers the body of a 200, or throws a GraphError. */
export type EdgeMethod = (call: GraphCall) => Promise<object>;

/** By HTTP method. */
export type Edge = ReadonlyMap<string, EdgeMethod>;
