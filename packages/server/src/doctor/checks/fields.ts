// One notification of every field, each with its plainest sample. A row for each, so that CI can tell them apart.
import { fields } from '@wahook/receiver/protocol/fields';
import { isAccepted, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type Finding, failed, passed, skipped } from '../check.ts';

const source = "Webhooks for WhatsApp Business Accounts, Fields; Meta's own samples";

/** Known by name alone: nobody has shown its value. */
const withoutSample = new Set(['consumer_profile']);

async function sendField(bench: Bench, field: string): Promise<Finding> {
  const sample = bench.samples.find((each) => each.field === field);
  if (!sample) return skipped(`The package has no sample of ${field}.`);
  const answer = await bench.post(bench.make.fromSample(sample.json));
  if (isAccepted(answer)) return passed;
  return failed(`It answered ${wordsOf(answer)} to ${field}.`, 'tolerate_field');
}

export const fieldChecks: readonly Check[] = fields
  .filter(({ name }) => !withoutSample.has(name))
  .map(({ name, metadata }) => ({
    id: `field-${name.replaceAll('_', '-')}`,
    group: 'fields',
    harm: 'loses',
    sends: `a plain ${name}${metadata ? '' : ', whose value has no metadata'}`,
    expects: 'accepted',
    why: metadata
      ? 'A subscription that is widened later must not break the handler.'
      : 'Handlers that read value.metadata of every change fail on it, and it is sent again for 7 days.',
    source,
    needsAcceptance: true,
    run: (bench) => sendField(bench, name),
  }));
