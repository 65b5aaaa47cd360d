// Right signatures over bodies of each class of characters. An endpoint that hashes anything but the raw bytes lets
// plain English in and refuses the rest; which mistake it makes is found by trying them.
import { type Answer, isAccepted, isBroken, isRefused, mayBeAboutSignature, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Calibration, type Caught, catchMistake, telling } from '../calibration.ts';
import { type Check, type Finding, failed, type Harm, passed, skipped } from '../check.ts';
import type { Cure } from '../cures.ts';
import { isDropped } from './dropped.ts';

const source =
  'Webhooks from Meta, Getting started: Validating payloads; signature mismatches reported for real traffic';

interface Escape {
  id: string;
  text: string;
  sends: string;
  why: string;
  escapes?: 'plain';
  /** `loses` unless said. */
  harm?: Harm;
}

const escapes: readonly Escape[] = [
  {
    id: 'signature-slash',
    text: 'and/or',
    sends: 'a message with /, which the body spells \\/',
    why: 'Every link has slashes; writers of JSON in most languages leave them alone.',
  },
  {
    id: 'signature-accents',
    text: 'caf\u00e9 \u0416 \u4f60',
    sends: 'a message with accents and other scripts, spelled \\u00e9',
    why: 'Every customer who writes anything but English.',
  },
  {
    id: 'signature-emoji',
    text: 'hi \u{1f44b}\u{1f3fd}',
    sends: 'a message with an emoji, spelled as two surrogates \\ud83d\\udc4b',
    why: 'Most conversations have one sooner or later.',
  },
  {
    id: 'signature-symbols',
    text: '50% <b> me@example.com',
    sends:
      'a message with @, % and <, spelled \\u0040, \\u0025 and \\u003C (the last with an upper-case digit)',
    why: 'Mail addresses and percentages; no writer of JSON gives back this spelling.',
  },
  {
    id: 'signature-utf8',
    text: telling,
    escapes: 'plain',
    harm: 'untidy',
    sends: 'a message in raw UTF-8, without any escape',
    why: 'The signature is over the bytes, however they are spelled; a sender may change its spelling.',
  },
];

const cureOf = ({ kind }: Caught): Cure => {
  switch (kind) {
    case 'reserialised':
    case 'changed_bytes':
    case 'lost_body':
      return 'raw_body';
    case 'key':
    case 'verify_token':
      return 'secret';
    default:
      return 'digest';
  }
};

function bodyWith(
  { make }: Bench,
  { text, escapes: spelling = 'meta' }: { text: string; escapes?: 'meta' | 'plain' },
  marker = make.marker(),
) {
  return make.body([make.entry(make.messages(make.text(marker, text)))], spelling);
}

/** A refusal that a mistake explains, or at least what came. */
function explained(caught: Caught | null, came: string, body: Uint8Array): Finding {
  const refused = `It refused a correct signature: ${came}.`;
  if (!caught) return failed(`${refused} No known mistake explains it.`, 'raw_body');
  return failed(`${refused} ${caught.what}.`, cureOf(caught), { difference: caught.difference(body) });
}

function cureOfRefusal(status: number): Cure {
  if (status === 413) return 'body_limit';
  return status === 415 ? 'content_type' : 'handler_fails';
}

async function withWrongSignature(bench: Bench): Promise<Answer> {
  const signature = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
  return bench.post(bodyWith(bench, { text: 'plain' }), { signature });
}

/** Some endpoints fail on the message, and some throw where a signature does not fit. */
function handlerFailed(answered: string, wrong: Answer): Finding {
  const why = isBroken(wrong)
    ? 'as is one with a wrong signature. The handler fails on either, or throws because the secret given here is not the one it has'
    : `and one with a wrong signature ${wordsOf(wrong)}. So the signature is right, and the handler fails on the message`;
  return failed(`${answered}, ${why}.`, 'handler_fails');
}

async function plainFinding(bench: Bench): Promise<Finding> {
  const { acceptsPlain, plain, plainBody, caught } = await bench.calibration();
  if (acceptsPlain) return passed;
  const came = wordsOf(plain);
  if (caught) return explained(caught, came, plainBody);
  const { status } = plain;
  if (status === 404 || status === 405) {
    return failed(
      `POST is not served at this path: ${came}. Serve it beside GET, or correct the URL.`,
      'path',
    );
  }
  if (status !== null && status >= 300 && status < 400) {
    const target = plain.headers.location ?? 'elsewhere';
    return failed(`It answered ${came}, a redirect to ${target}, which is not followed.`, 'path');
  }
  const answered = `A correctly signed text message was answered ${came}`;
  if (status === null) return failed(`${answered}.`, 'handler_fails');
  if (status >= 500) return handlerFailed(answered, await withWrongSignature(bench));
  if (!mayBeAboutSignature(plain))
    return failed(`${answered}: it was refused before its signature mattered.`, cureOfRefusal(status));
  return failed(
    `It refused a correct signature over a plain message: ${came}, and every known mistake as well. Most likely the secret given here is not the one it has, or something before it refuses the request.`,
    'secret',
  );
}

const plainCheck: Check = {
  id: 'signature-plain',
  group: 'signature',
  harm: 'loses',
  sends: 'a text message in plain ASCII, correctly signed',
  expects: 'accepted',
  why: 'Nothing comes in without it.',
  source,
  needsAcceptance: false,
  run: plainFinding,
};

const exactStatus: Check = {
  id: 'answer-200',
  group: 'signature',
  harm: 'repeats',
  sends: 'a text message, signed',
  expects: '200, not another 2xx and no redirect',
  why: 'Anything but 200 counts as failed and is sent again for 7 days.',
  source: 'WhatsApp Business Platform, Webhooks: "other than 200"',
  needsAcceptance: true,
  async run(bench) {
    const answer = await bench.post(bodyWith(bench, { text: 'status' }));
    if (answer.status === 200) return passed;
    return failed(`A text message was answered ${wordsOf(answer)}.`, 'answer_200');
  },
};

function droppedLater(answer: Answer): Finding {
  return failed(
    `It answered ${wordsOf(answer)} and did not handle the message, though it handles plain ones: most likely its check of the signature fails after the answer.`,
    'raw_body',
  );
}

const escapeChecks: readonly Check[] = escapes.map((characters) => ({
  id: characters.id,
  group: 'signature',
  harm: characters.harm ?? 'loses',
  sends: characters.sends,
  expects: 'accepted; with an observation, handled',
  why: characters.why,
  source,
  needsAcceptance: true,
  async run(bench) {
    const calibration = await bench.calibration();
    if (!calibration.acceptsPlain) {
      return skipped('It refuses correct signatures of plain text too: see signature-plain.');
    }
    const marker = bench.make.marker();
    const body = bodyWith(bench, characters, marker);
    const answer = await bench.post(body, { signature: bench.sign(body) });
    if (isAccepted(answer)) return (await isDropped(bench, marker)) ? droppedLater(answer) : passed;
    const came = wordsOf(answer);
    const caught = mayBeAboutSignature(answer) ? await explain(bench, characters, calibration) : null;
    if (!caught && !isRefused(answer)) {
      return failed(`A message with this text was answered ${came}.`, 'tolerate_content');
    }
    return explained(caught, came, body);
  },
}));

/** The mistake that is known already, if it explains this refusal too; else a search. */
async function explain(bench: Bench, characters: Escape, { caught }: Calibration): Promise<Caught | null> {
  if (caught) {
    const body = bodyWith(bench, characters);
    if (isAccepted(await bench.post(body, { signature: caught.sign(body) }))) return caught;
  }
  return catchMistake(bench, () => bodyWith(bench, characters));
}

export const signatureChecks: readonly Check[] = [plainCheck, exactStatus, ...escapeChecks];
