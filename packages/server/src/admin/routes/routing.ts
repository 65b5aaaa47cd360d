// Why does an app get nothing? Each precondition of a delivery, met or not, and the call that would mend it; with
// no app named, who receives a field of an account and where. The table that decides deliveries answers.
import { findField } from '@wahook/receiver/protocol/fields';
import type { FastifyInstance } from 'fastify';
import { noDeliveries } from '../../routing/conditions.ts';
import type { RoutingTable } from '../../routing/table.ts';
import { type Answer, explain, explainAll, type Question } from '../../routing/why.ts';
import type { AdminDeps } from '../deps.ts';
import { graphId, oneOf, optional, readQuery, text, withDefault } from '../members.ts';
import { problem } from '../problem.ts';
import { needs, queryOf } from '../request.ts';

const origins = ['upstream', 'publish', 'simulator', 'test'] as const;

interface Asked {
  waba_id: string;
  field: string;
  phone_number_id: string | null;
  origin: Question['origin'];
}

export function mountRouting(api: FastifyInstance, { routing, extraFields }: AdminDeps): void {
  api.get('/routing', needs('read'), async (request) => {
    const { app_id, ...asked } = readQuery(queryOf(request), {
      waba_id: graphId,
      field: text(100),
      app_id: optional(graphId),
      phone_number_id: optional(graphId),
      origin: withDefault(oneOf(origins), 'upstream'),
    });
    if (!findField(asked.field) && !extraFields.includes(asked.field))
      throw problem(
        'bad_request',
        `"field": ${JSON.stringify(asked.field)} is not a field that wahook knows.`,
      );
    // A Graph call may have changed the directory a moment ago.
    await routing.refresh();
    const table = routing.table();
    const question = readQuestion(asked, table);
    const answers =
      app_id === null
        ? explainAll(table, question, routing.rules)
        : [explain(findAppRoutes(app_id, table), question, routing.rules)];
    return { ...asked, data: answers.map((answer) => showAnswer(answer, question, table)) };
  });
}

function readQuestion({ waba_id, field, phone_number_id, origin }: Asked, table: RoutingTable): Question {
  const waba = table.wabas.get(waba_id);
  if (!waba) throw problem('unknown_waba', `No WhatsApp Business Account ${waba_id} is known here.`);
  const phoneNumber = phone_number_id === null ? null : table.phoneNumbers.get(phone_number_id);
  if (phoneNumber === undefined || (phoneNumber && phoneNumber.wabaId !== waba.id))
    throw problem('unknown_phone_number', `Account ${waba_id} has no phone number ${phone_number_id}.`);
  return { waba, field, phoneNumber, origin };
}

function findAppRoutes(appId: string, table: RoutingTable) {
  const routes = table.appByGraphId.get(appId);
  if (!routes) throw problem('unknown_app', `No app ${appId} is known here.`);
  return routes;
}

function showAnswer(answer: Answer, question: Question, table: RoutingTable): Record<string, unknown> {
  const { app, receives, reason, endpoint, conditions } = answer;
  return {
    app_id: app.app.graphId,
    app_name: app.app.name,
    receives,
    reason,
    says: reason === null ? null : noDeliveries[reason],
    endpoint,
    ...(question.phoneNumber === null && { number_overrides: numberOverrides(answer, question, table) }),
    conditions,
  };
}

/** Asked about the account as a whole, an app may still want some numbers elsewhere. */
function numberOverrides({ app }: Answer, { waba, field }: Question, table: RoutingTable): object[] {
  if (!findField(field)?.followsOverrides) return [];
  return [...table.phoneNumbers.values()].flatMap((number) => {
    const endpoint = number.wabaId === waba.id ? app.ofNumber.get(number.id) : undefined;
    return endpoint ? [{ phone_number_id: number.graphId, url: endpoint.url }] : [];
  });
}
