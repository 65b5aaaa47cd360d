// The Graph-compatible API: finds the route that a path names, reads the parameters, identifies the caller, and
// puts whatever happens into Meta's envelope. Guarantees an answer in that form for every input; a fault of the
// server is a 503 with a trace id, its cause goes to onNotice.
import { quote } from '@wahook/receiver/protocol/quote';
import type { Rules } from '../access/decide.ts';
import type { Clock } from '../base/clock.ts';
import type { Store } from '../store/store.ts';
import { performBatch } from './batch.ts';
import { type GraphCall, type OpenCall, success } from './call.ts';
import type { VerifyCallback } from './callback-verdict.ts';
import { identifyCaller } from './caller.ts';
import { GraphError, graphError } from './graph-error.ts';
import { notImplemented, unknownPath } from './implemented.ts';
import { type LimitSettings, type Meter, openMeter } from './limits.ts';
import { type CallParameters, readParameters } from './parameters.ts';
import { type GraphReply, newTraceId, type ReplyContext, replyError, replySuccess } from './reply.ts';
import { type GraphPath, type GraphRequest, type GraphTarget, isGraphPath, readPath } from './request.ts';
import { createRoutes } from './routes.ts';
import { type StartWatch, startWatch } from './stopwatch.ts';

export type { CallbackVerdict, VerifyCallback } from './callback-verdict.ts';
export type { LimitSettings } from './limits.ts';
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
  limits: LimitSettings;
  /** `original` also says `"success": "true"`, as the first documentation did. */
  rules: Rules;
  /** What links to other pages begin with, without a slash at the end. Never taken from a request. */
  publicUrl: () => string;
  onNotice?: (notice: GraphNotice) => void;
  /** Measures what calls cost; a test plays it. */
  startWatch?: StartWatch;
}

/** A call that failed through no fault of the caller. Neither path nor parameters: they may hold secrets. */
export interface GraphNotice {
  kind: 'call_failed';
  traceId: string;
  error: unknown;
}

export interface Graph {
  /** Whether a call is the Graph API's to answer. */
  owns(path: string, method: string): boolean;
  handle(request: GraphRequest): Promise<GraphReply>;
  /** The answer to a call whose body the HTTP server did not read to its end. */
  tooLarge(path: string): GraphReply;
}

type Handler =
  | { needsToken: true; run: (call: GraphCall) => Promise<object> }
  | { needsToken: false; run: (call: OpenCall) => Promise<object> };

export function createGraph(deps: GraphDeps): Graph {
  const { store, clock } = deps;
  const routes = createRoutes(deps);

  async function perform(request: GraphRequest, { isInBatch }: { isInBatch: boolean }): Promise<GraphReply> {
    const path = readPath(request.path);
    const context = contextOf(path);
    const meter = openMeter({ store, clock, limits: deps.limits, startWatch: deps.startWatch ?? startWatch });
    try {
      const outcome = await settle(answer(request, { path, meter, context, isInBatch }));
      context.usage = await meter.close();
      return outcome instanceof GraphError ? replyError(outcome, context) : replySuccess(outcome, context);
    } catch (error) {
      deps.onNotice?.({ kind: 'call_failed', traceId: context.traceId, error });
      return replyError(graphError('unexpected', {}), context);
    }
  }

  async function answer(
    request: GraphRequest,
    call: { path: GraphPath; meter: Meter; context: ReplyContext; isInBatch: boolean },
  ): Promise<object> {
    const { path, meter, context, isInBatch } = call;
    const { target, version } = path;
    if (!target) throw unknownPath(quote(request.path));
    const verb = quote(request.method.toLowerCase());
    const handler = target.kind === 'root' ? null : findHandler(target, { request, verb });
    const parameters = await readParameters(request);
    context.pretty = isPretty(parameters);
    refuseMethodParameter(parameters, request.method);
    if (!handler) {
      if (request.method !== 'POST') throw unknownPath(quote(request.path));
      if (isInBatch) throw notImplemented('a batch within a batch');
      const performItem = (item: GraphRequest) => perform(item, { isInBatch: true });
      return performBatch({ headers: request.headers, parameters }, { perform: performItem, clock });
    }
    const id = target.kind === 'node' ? target.id : '';
    const open: OpenCall = { id, verb, version, parameters, meter, request };
    if (!handler.needsToken) return sayAsRuled(await handler.run(open));
    const caller = await identifyCaller({ headers: request.headers, parameters, meter }, deps);
    return sayAsRuled(await handler.run({ ...open, caller }));
  }

  function findHandler(
    target: Exclude<GraphTarget, { kind: 'root' }>,
    { request, verb }: { request: GraphRequest; verb: string },
  ): Handler {
    const { method } = request;
    if (target.kind === 'named') {
      const open = routes.open.get(target.name)?.get(method);
      if (open) return { needsToken: false, run: open };
      const edge = routes.named.get(target.name);
      if (!edge && !routes.open.has(target.name)) throw unknownPath(quote(request.path));
      const run = edge?.get(method);
      if (!run) throw graphError('unknownObject', { verb, id: target.name });
      return { needsToken: true, run };
    }
    const edge = target.edge === null ? routes.node : routes.edges.get(target.edge);
    if (!edge) throw notImplemented(`the edge "${quote(target.edge ?? '')}"`);
    const run = edge.get(method);
    if (!run) throw graphError('unknownObject', { verb, id: target.id });
    return { needsToken: true, run };
  }

  function sayAsRuled(value: object): object {
    return deps.rules === 'original' && value === success ? { success: 'true' } : value;
  }

  function contextOf({ version }: GraphPath): ReplyContext {
    return { traceId: newTraceId(deps.random), version, usage: {}, pretty: false };
  }

  return {
    owns: isGraphPath,
    handle: (request) => perform(request, { isInBatch: false }),
    tooLarge: (path) => replyError(graphError('bodyTooLarge', {}), contextOf(readPath(path))),
  };
}

/** A contract error is an answer like another: it has been counted, and its cost is booked too. */
async function settle(answer: Promise<object>): Promise<object> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

/** Indentation never fails a call, whatever stands there. */
function isPretty(parameters: CallParameters): boolean {
  const given = parameters.values('pretty').at(-1);
  return given === true || given === 1 || given === 'true' || given === '1';
}

/** Graph lets old clients write `?method=delete`. Ignored, a POST meant to unsubscribe would subscribe. */
function refuseMethodParameter(parameters: CallParameters, method: string): void {
  const asked = parameters.text('method');
  if (asked === undefined || asked.toUpperCase() === method) return;
  throw notImplemented(`the parameter method, which asks for "${quote(asked)}"`);
}
