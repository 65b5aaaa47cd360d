// The Graph-compatible API: finds the edge that a path names, reads the parameters, identifies the caller, and
// puts whatever happens into Meta's envelope. Guarantees an answer in that form for every input; a fault of the
// server is a 503 with a trace id, its cause goes to onNotice.
import { quote } from '@wahook/receiver/protocol/quote';
import type { Clock } from '../base/clock.ts';
import type { Store } from '../store/store.ts';
import type { Edge, EdgeMethod } from './call.ts';
import type { VerifyCallback } from './callback-verdict.ts';
import { identifyCaller } from './caller.ts';
import { GraphError, graphError } from './graph-error.ts';
import { type CallParameters, readParameters } from './parameters.ts';
import { type GraphReply, newTraceId, type ReplyContext, replyError, replySuccess } from './reply.ts';
import { type GraphPath, type GraphRequest, isGraphPath, readPath } from './request.ts';
import { createSubscribedAppsEdge } from './routes/subscribed-apps.ts';
import { createSubscriptionsEdge } from './routes/subscriptions.ts';

export type { CallbackVerdict, VerifyCallback } from './callback-verdict.ts';
export type { GraphReply } from './reply.ts';
export type { GraphRequest } from './request.ts';

export interface GraphDeps {
  store: Store;
  clock: Clock;
  /** For trace ids. */
  random: (bytes: number) => Uint8Array;
  verifyCallback: VerifyCallback;
  /** Field names accepted beside the catalogue: Meta adds fields without notice. */
  extraFields: readonly string[];
  onNotice?: (notice: GraphNotice) => void;
}

/** A call that failed through no fault of the caller. Neither path nor parameters: they may hold secrets. */
export interface GraphNotice {
  kind: 'call_failed';
  traceId: string;
  error: unknown;
}

export interface Graph {
  /** Whether a path is the Graph API's to answer. */
  owns(path: string): boolean;
  handle(request: GraphRequest): Promise<GraphReply>;
  /** The answer to a call whose body the HTTP server did not read to its end. */
  tooLarge(path: string): GraphReply;
}

export function createGraph(deps: GraphDeps): Graph {
  const edges = new Map<string, Edge>([
    ['subscriptions', createSubscriptionsEdge(deps)],
    ['subscribed_apps', createSubscribedAppsEdge(deps)],
  ]);

  async function answer(request: GraphRequest, { target, version }: GraphPath): Promise<object> {
    if (!target) throw graphError('unknownPath', { path: quote(request.path) });
    const verb = quote(request.method.toLowerCase());
    const method = findMethod({ ...target, verb, method: request.method });
    const parameters = await readParameters(request);
    refuseMethodParameter(parameters, request.method);
    const caller = await identifyCaller({ headers: request.headers, parameters }, deps);
    return method({ id: target.id, verb, version, caller, parameters });
  }

  function findMethod(wanted: { id: string; edge: string | null; verb: string; method: string }): EdgeMethod {
    if (wanted.edge === null)
      throw graphError('notImplemented', { what: 'reading or changing a node itself' });
    const edge = edges.get(wanted.edge);
    if (!edge) throw graphError('notImplemented', { what: `the edge "${quote(wanted.edge)}"` });
    const method = edge.get(wanted.method);
    if (!method) throw graphError('unknownObject', { verb: wanted.verb, id: wanted.id });
    return method;
  }

  async function handle(request: GraphRequest): Promise<GraphReply> {
    const path = readPath(request.path);
    const context = contextOf(path);
    try {
      return replySuccess(await answer(request, path), context);
    } catch (error) {
      if (error instanceof GraphError) return replyError(error, context);
      deps.onNotice?.({ kind: 'call_failed', traceId: context.traceId, error });
      return replyError(graphError('unexpected', {}), context);
    }
  }

  function contextOf({ version }: GraphPath): ReplyContext {
    return { traceId: newTraceId(deps.random), version };
  }

  return {
    owns: isGraphPath,
    handle,
    tooLarge: (path) => replyError(graphError('bodyTooLarge', {}), contextOf(readPath(path))),
  };
}

/** Graph lets old clients write `?method=delete`. Ignored, a POST meant to unsubscribe would subscribe. */
function refuseMethodParameter(parameters: CallParameters, method: string): void {
  const asked = parameters.text('method');
  if (asked === undefined || asked.toUpperCase() === method) return;
  throw graphError('notImplemented', { what: `the parameter method, which asks for "${quote(asked)}"` });
}
