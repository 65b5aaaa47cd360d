// The publish API's half of accept: cuts a body of ours into changes and puts each into Meta's wire form, once.
// From here on the bytes never change: what is stored is what is sent.
import { changeFrame } from '@wahook/receiver/protocol/envelope';
import { fieldNames, findField } from '@wahook/receiver/protocol/fields';
import { quote } from '@wahook/receiver/protocol/quote';
import { type CutEnvelope, cutPublished, type PublishedItem } from '@wahook/receiver/protocol/slices';
import { toWireForm, type WireFormOptions } from '@wahook/receiver/protocol/wire-form';
import { type Clock, toUnixSeconds } from '../base/clock.ts';
import type { Origin } from '../store/life-of-event.ts';
import type { Accept, Accepted } from './accept.ts';
import type { IncomingChange } from './incoming.ts';
import type { Refusal } from './refusal.ts';
import { nearest } from './schema/nearest.ts';
import { createSchemaCheck, type SchemaCheck } from './schema/schema-check.ts';
import { type Warned, warnedOf, warningsOf } from './warnings.ts';

export interface PublishRequest {
  body: Uint8Array;
  origin: Exclude<Origin, 'upstream'>;
  /** Graph id of the WABA that entries of unknown id are meant for. */
  addressedTo: string | null;
  /** Refuse what would otherwise only be warned of; null: as the setting `schema_check` says. */
  strict: boolean | null;
  idempotency?: { keyHash: Uint8Array; bodyHash: Uint8Array };
}

export type Published = Accepted & Warned;

export interface PublishSettings {
  wireForm: WireFormOptions;
  /** Field names accepted beside the catalogue: Meta adds names without notice. */
  extraFields: readonly string[];
  schemaCheck: SchemaCheck;
}

export type Publish = (request: PublishRequest) => Promise<Published>;

/** All that can be said of a body without storing it. */
export type PublishCheck = (
  request: Pick<PublishRequest, 'body' | 'strict'>,
) => ({ ok: true; changes: readonly IncomingChange[] } & Warned) | ({ ok: false; refusal: Refusal } & Warned);

export function createPublishCheck({
  clock,
  settings,
}: {
  clock: Clock;
  settings: PublishSettings;
}): PublishCheck {
  const extraFields = new Set(settings.extraFields);
  const checkValues = createSchemaCheck();

  return ({ body, strict }) => {
    const cut = cutPublished(body);
    if (!cut.ok) return refuse({ code: cut.code, message: cut.message, at: cut.at });
    const changes =
      cut.kind === 'envelope'
        ? changesOfEnvelope(body, cut.envelope, settings.wireForm)
        : changesOfItems(body, cut.items, settings.wireForm, toUnixSeconds(clock.now()));
    if (changes.length === 0) return refuse(nothingToPublish);
    const unknown = changes.find((change) => !findField(change.field) && !extraFields.has(change.field));
    if (unknown) return refuse(unknownField(unknown.field));

    const mode = modeOf(strict, settings.schemaCheck);
    const warned = warningsOf(body, cut, mode === 'off' ? null : checkValues);
    if (mode === 'strict' && warned.refuses) return refuseWarned(warned.warned);
    return { ok: true, changes, ...warned.warned };
  };
}

export function createPublish({ accept, check }: { accept: Accept; check: PublishCheck }): Publish {
  return async (request) => {
    const checked = check(request);
    if (!checked.ok) return checked;
    const { origin, addressedTo, idempotency } = request;
    const accepted = await accept.accept({
      origin,
      changes: checked.changes,
      addressedTo,
      ...(idempotency && { idempotency }),
    });
    return { ...accepted, ...warnedOf(checked) };
  };
}

/** The setting is for requests that say nothing. */
function modeOf(strict: boolean | null, setting: SchemaCheck): SchemaCheck {
  if (strict === null) return setting;
  if (strict) return 'strict';
  return setting === 'strict' ? 'warn' : setting;
}

function refuseWarned(warned: Warned): { ok: false; refusal: Refusal } & Warned {
  const { warnings = [], moreWarnings = 0 } = warned;
  const [first] = warnings;
  const messages = warnings.map((warning) => `${warning.message}.`);
  if (moreWarnings > 0) messages.push(`And ${moreWarnings} more.`);
  const refusal: Refusal = {
    code: 'warnings_in_strict_mode',
    message: `${messages.join(' ')} Mend it, or have it accepted with strict=false.`,
    ...(first && { at: first.at }),
  };
  return { ok: false, refusal, ...warned };
}

function changesOfEnvelope(
  body: Uint8Array,
  envelope: CutEnvelope,
  wireForm: WireFormOptions,
): IncomingChange[] {
  return envelope.entries.flatMap((entry, entryNo) =>
    entry.changes.map((change) => ({
      entryId: entry.id,
      entryTime: entry.time,
      entryNo,
      field: change.field,
      phoneNumber: change.phoneNumberId,
      wabaInfoId: change.wabaInfoId,
      change: toWireForm(body, change, wireForm),
    })),
  );
}

/**
 * Items are separate happenings, so each gets an entry of its own. `entry.time` is fixed here, not at the first
 * attempt: it costs no state and every try sends the same bytes.
 */
function changesOfItems(
  body: Uint8Array,
  items: readonly PublishedItem[],
  wireForm: WireFormOptions,
  nowSeconds: number,
): IncomingChange[] {
  return items.map((item, entryNo) => {
    const hasTime = findField(item.field)?.entryTime ?? true;
    return {
      entryId: item.wabaId,
      entryTime: item.time ?? (hasTime ? nowSeconds : null),
      entryNo,
      field: item.field,
      phoneNumber: item.phoneNumberId,
      wabaInfoId: null,
      change: toWireForm(
        body,
        { start: item.valueStart, end: item.valueEnd, isFormed: item.valueIsFormed },
        wireForm,
        changeFrame(item.field),
      ),
    };
  });
}

export const nothingToPublish: Refusal = {
  code: 'nothing_to_publish',
  message: 'The envelope holds no change. Add one to entry[].changes.',
};

export function unknownField(field: string): Refusal {
  const meant = nearest(field, fieldNames);
  return {
    code: 'unknown_field',
    message:
      `"${quote(field)}" is not a field of whatsapp_business_account that wahook knows. ` +
      (meant === null
        ? 'If Meta has added it, name it in the setting extra_fields.'
        : `Perhaps "${meant}" is meant. If Meta has added it, name it in the setting extra_fields.`),
  };
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
