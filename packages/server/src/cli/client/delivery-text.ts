// A delivery as the API shows it, in a sentence: who, what happened, what comes next.

import { looksLikeBadSignature, signatureAdvice } from '../stand-in/signature-advice.ts';
import { printable } from '../terminal/printable.ts';
import { nextTry } from '../terminal/time-text.ts';
import { appLabel, type DeliveryInFull } from './api-shapes.ts';

const answerLengthMax = 200;

export function deliveryText(delivery: DeliveryInFull, now: number): string[] {
  const { state, attempts, next_attempt_at, last_status } = delivery;
  const reason = printable(delivery.reason, 60);
  const app = printable(appLabel(delivery), 60);
  const last = delivery.attempt_list.at(-1);
  const came = last_status === null ? `no answer (${reason})` : String(last_status);
  const faults = last && last.faults.length > 0 ? `, on purpose: ${last.faults.join(', ')}` : '';
  const took = (last ? `${came} in ${last.duration_ms} ms` : came) + faults;
  switch (state) {
    case 'delivered':
      return [`${app}: delivered, ${took}${attempts > 1 ? ` at attempt ${attempts}` : ''}`];
    case 'cancelled':
      return [`${app}: cancelled, ${reason}`];
    case 'dead':
      return [`${app}: dead after ${counted(attempts)}, ${took}`, ...answerLines(delivery)];
    case 'retrying': {
      const next = next_attempt_at === null ? '' : `, ${nextTry(Date.parse(next_attempt_at), now)}`;
      return [
        `${app}: retrying (${reason}) after ${counted(attempts)}, ${took}${next}`,
        ...answerLines(delivery),
      ];
    }
  }
}

function answerLines({ attempt_list, last_status }: DeliveryInFull): string[] {
  const last = attempt_list.at(-1);
  const excerpt = last?.response_excerpt ?? '';
  const isExplained = !looksLikeBadSignature(last_status) || (last?.faults.length ?? 0) > 0;
  return [
    ...(excerpt === '' ? [] : [`   answer: ${printable(excerpt, answerLengthMax)}`]),
    ...(isExplained ? [] : [`   ${signatureAdvice}`]),
  ];
}

function counted(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
