// /{id} without an edge: a WABA, a phone number, or the calling app. Guarantees that every id which the caller may
// not see, of whatever kind and whether it exists or not, is answered alike after the same look-ups.
import type { Edge, GraphCall } from '../call.ts';
import { graphError } from '../graph-error.ts';
import { showApp } from './app.ts';
import { configurePhoneNumber, type PhoneNumberDeps, readPhoneNumber } from './phone-number.ts';
import { readWaba, type WabaDeps } from './waba.ts';

/** No row has this id. */
const nobody = 0;

export function createNodeEdge(deps: PhoneNumberDeps & WabaDeps): Edge {
  const { store, enter } = deps;

  /** The account, or the number with its account. The same look-ups whatever there is. */
  async function find({ id }: GraphCall) {
    const [found, number] = await Promise.all([store.wabas.find(id), store.phoneNumbers.find(id)]);
    const waba = await store.wabas.get(number?.wabaId ?? found?.id ?? nobody);
    return { waba, number };
  }

  async function read(call: GraphCall): Promise<object> {
    const { app } = call.caller;
    if (app.graphId === call.id) return showApp(app, call);
    const { waba, number } = await find(call);
    return number ? readPhoneNumber(deps, call, { number, waba }) : readWaba(deps, call, waba);
  }

  async function change(call: GraphCall): Promise<object> {
    const { waba, number } = await find(call);
    if (number) return configurePhoneNumber(deps, call, { number, waba });
    // An account cannot be changed here; the answer is that of an id which is not there.
    await enter(call, null, 'write');
    throw graphError('unknownObject', { verb: call.verb, id: call.id });
  }

  return new Map([
    ['GET', read],
    ['POST', change],
  ]);
}
