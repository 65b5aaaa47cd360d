// Phone numbers of an account. A registered one makes its account active, which raises what the account may ask.
import type { FastifyInstance } from 'fastify';
import type { PhoneNumber, PhoneNumberChange } from '../../store/nouns.ts';
import { differences, noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { chooseGraphId } from '../graph-ids.ts';
import { findWaba } from '../lookup.ts';
import { flag, graphId, matching, optional, readBody, text, unchanged, withDefault } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { showPhoneNumber } from '../show.ts';

const displayNumber = matching(
  /^[1-9]\d{4,14}$/,
  'a phone number with country code: 5 to 15 digits without plus',
);

interface WithId {
  Params: { id: string };
}

export function mountPhoneNumbers(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing } = deps;

  api.get<WithId>('/wabas/:id/phone_numbers', needs('read'), async ({ params }) => {
    const numbers = await store.phoneNumbers.list((await findWaba(store, params.id)).id);
    return { data: numbers.map((number) => showPhoneNumber(number, routing.table())) };
  });

  api.post<WithId>('/wabas/:id/phone_numbers', needs('admin'), async (request, reply) => {
    const waba = await findWaba(store, request.params.id);
    const input = readBody(bodyOf(request), {
      display_phone_number: displayNumber,
      id: optional(graphId),
      verified_name: optional(text(200)),
      registered: withDefault(flag, true),
    });
    const number = await store.phoneNumbers.create({
      graphId: await chooseGraphId(deps, input.id),
      wabaId: waba.id,
      displayPhoneNumber: input.display_phone_number,
      verifiedName: input.verified_name ?? waba.name,
      registered: input.registered,
    });
    await noteChange(deps, request, {
      action: 'phone_number.created',
      subject: number.graphId,
      details: {
        ...showEditable(number),
        display_phone_number: number.displayPhoneNumber,
        waba_id: waba.graphId,
      },
    });
    return reply.code(201).send(showPhoneNumber(number, routing.table()));
  });

  api.post<WithId>('/phone_numbers/:id', needs('admin'), async (request) => {
    const before = await store.phoneNumbers.find(request.params.id);
    if (!before) throw problem('unknown_phone_number', 'No phone number with this id is known here.');
    const after = await store.phoneNumbers.update(before.id, readChange(bodyOf(request)));
    const details = differences(showEditable(before), showEditable(after));
    if (Object.keys(details).length > 0)
      await noteChange(deps, request, { action: 'phone_number.edited', subject: after.graphId, details });
    return showPhoneNumber(after, routing.table());
  });
}

function readChange(body: Uint8Array): PhoneNumberChange {
  const { verified_name, registered } = readBody(body, {
    verified_name: unchanged(text(200)),
    registered: unchanged(flag),
  });
  return {
    ...(verified_name !== undefined && { verifiedName: verified_name }),
    ...(registered !== undefined && { registered }),
  };
}

function showEditable({ verifiedName, registered }: PhoneNumber) {
  return { verified_name: verifiedName, registered };
}
