// The publish API's half of accept: cuts a body of ours into changes and puts each into Meta's wire form, once.
// From here on the bytes never change: what is stored is what is sent.
import { changeFrame } from '@wahook/receiver/protocol/envelope';
import { findField } from '@wahook/receiver/protocol/fields';
import { warningsMax } from '@wahook/receiver/protocol/limits';
import {
  type CutEnvelope,
  type CutWarning,
  cutPublished,
  type PublishedItem,
} from '@wahook/receiver/protocol/slices';
import { toWireForm, type WireFormOptions } from '@wahook/receiver/protocol/wire-form';
import { type Clock, toUnixSeconds } from '../base/clock.ts';
import type { Origin } from '../store/life-of-event.ts';
import type { Accept, Accepted, IncomingChange } from './accept.ts';
import type { Refusal } from './refusal.ts';
import {
  type CheckValues,
  createSchemaCheck,
  type SchemaCheck,
  type SchemaWarning,
} from './schema/schema-check.ts';
import { type CutBody, placesOfValues } from './schema/value-places.ts';

export interface PublishRequest {
  body: Uint8Array;
  origin: Exclude<Origin, 'upstream'>;
  /** Graph id of the WABA that entries of unknown id are meant for. */
  addressedTo: string | null;
  /** Refuse what would otherwise only be warned of; null: as the setting `schema_check` says. */
  strict: boolean | null;
  idempotency?: { keyHash: Uint8Array; bodyHash: Uint8Array };
}

export type PublishWarning = CutWarning | SchemaWarning;

export type Published = Accepted & Warned;

export interface Warned {
  warnings?: PublishWarning[];
  /** How many warnings there are beside those. */
  moreWarnings?: number;
}

export function warnedOf({ warnings, moreWarnings }: Warned): Warned {
  return { ...(warnings && { warnings }), ...(moreWarnings !== undefined && { moreWarnings }) };
}

export interface PublishSettings {
  wireForm: WireFormOptions;
  /** Field names accepted beside the catalogue: Meta adds names without notice. */
  extraFields: readonly string[];
  schemaCheck: SchemaCheck;
}

export type Publish = (request: PublishRequest) => Promise<Published>;

export function createPublish(deps: { accept: Accept; clock: Clock; settings: PublishSettings }): Publish {
  const { accept, clock, settings } = deps;
  const extraFields = new Set(settings.extraFields);
  const checkValues = createSchemaCheck();

  return async (request) => {
    const cut = cutPublished(request.body);
    if (!cut.ok) return refuse({ code: cut.code, message: cut.message, at: cut.at });
    const changes =
      cut.kind === 'envelope'
        ? changesOfEnvelope(request.body, cut.envelope, settings.wireForm)
        : changesOfItems(request.body, cut.items, settings.wireForm, toUnixSeconds(clock.now()));
    if (changes.length === 0) {
      return refuse({
        code: 'nothing_to_publish',
        message: 'The envelope holds no change. Add one to entry[].changes.',
      });
    }
    const unknown = changes.find((change) => !findField(change.field) && !extraFields.has(change.field));
    if (unknown) return refuse(unknownField(unknown.field));

    const mode = modeOf(request.strict, settings.schemaCheck);
    const warned = warningsOf(request.body, cut, mode === 'off' ? null : checkValues);
    if (mode === 'strict' && warned.refuses) return refuseWarned(warned.warned);

    const { origin, addressedTo, idempotency } = request;
    const accepted = await accept.accept({
      origin,
      changes,
      addressedTo,
      ...(idempotency && { idempotency }),
    });
    return { ...accepted, ...warned.warned };
  };
}

/** The setting is for requests that say nothing. */
function modeOf(strict: boolean | null, setting: SchemaCheck): SchemaCheck {
  if (strict === null) return setting;
  if (strict) return 'strict';
  return setting === 'strict' ? 'warn' : setting;
}

/** `refuses`: a strict request is refused for it. */
function warningsOf(
  body: Uint8Array,
  cut: CutBody,
  checkValues: CheckValues | null,
): { warned: Warned; refuses: boolean } {
  const ofCut = cut.kind === 'envelope' ? cut.envelope.warnings : cut.warnings;
  const checked = checkValues?.(body, placesOfValues(body, cut));
  const found = [...ofCut, ...(checked?.warnings ?? [])];
  if (found.length === 0) return { warned: {}, refuses: false };
  const warnings = found.slice(0, warningsMax);
  const more = found.length - warnings.length + (checked?.more ?? 0);
  return {
    warned: { warnings, ...(more > 0 && { moreWarnings: more }) },
    refuses: ofCut.length > 0 || checked?.hasProblems === true,
  };
}

function refuseWarned(warned: Warned): Published {
  const { warnings = [], moreWarnings = 0 } = warned;
  const [first] = warnings;
  const message = warnings.map((warning) => `${warning.message}.`).join(' ');
  const refusal: Refusal = {
    code: 'warnings_in_strict_mode',
    message: moreWarnings > 0 ? `${message} And ${moreWarnings} more.` : message,
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

function unknownField(field: string): Refusal {
  return {
    code: 'unknown_field',
    message:
      `"${field}" is not a field of whatsapp_business_account that wahook knows. ` +
      'If Meta has added it, name it in the setting extra_fields.',
  };
}

function refuse(refusal: Refusal): Published {
  return { ok: false, refusal };
}
