// The edges of HTTP: methods nobody sends, bodies that are no notification though their signature is right, content
// types, large bodies, a connection that goes on after a refusal.
import { type Answer, isAccepted, isBroken, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type CheckFacts, type Finding, failed, passed } from '../check.ts';

type Facts = Omit<CheckFacts, 'group' | 'source'> & { source?: string };

const check = (
  { needsAcceptance = true, ...facts }: Facts & { needsAcceptance?: boolean },
  run: (bench: Bench) => Promise<Finding>,
): Check => ({ source: 'RFC 9110; Webhooks from Meta', ...facts, group: 'http', needsAcceptance, run });

const bytes = (text: string) => new TextEncoder().encode(text);

const message = ({ make }: Bench) => make.body([make.entry(make.messages(make.text(make.marker())))]);

function method(name: 'PUT' | 'DELETE'): Check {
  return check(
    {
      id: `method-${name.toLowerCase()}`,
      harm: 'untidy',
      needsAcceptance: false,
      sends: `${name} with a signed message`,
      expects: 'a status from 400 to 499',
      why: 'Only GET and POST are part of the contract.',
    },
    async (bench) => {
      const body = message(bench);
      const answer = await bench.post(body, { method: name, signature: bench.sign(body) });
      const came = wordsOf(answer);
      if (isAccepted(answer)) return failed(`It took a ${name} for a notification: ${came}.`, 'method');
      return isBroken(answer) ? failed(`It answered ${came} to ${name}.`, 'method') : passed;
    },
  );
}

/** No honest sender sends it: a refusal is right, and failing is not. */
function oddBody(id: string, sends: string, text: string): Check {
  return check(
    {
      id,
      harm: 'untidy',
      sends,
      expects: 'a status from 400 to 499 (a 2xx is said, not failed)',
      why: 'A handler that fails on it is as near to failing on the next real change.',
    },
    async (bench) => {
      const answer = await bench.post(bytes(text));
      const came = wordsOf(answer);
      if (isBroken(answer)) return failed(`It answered ${came} to ${sends}.`, 'bad_body');
      return isAccepted(answer)
        ? { state: 'passed', remark: `It took it: ${came}. A 400 would be seen.` }
        : passed;
    },
  );
}

const sizes = [90_000, 150_000, 900_000, 1_200_000, 2_300_000];

async function large(bench: Bench): Promise<Finding> {
  const wanted = bench.amounts.largeBodyBytes;
  const answer = await bench.post(largeBody(bench, wanted));
  if (isAccepted(answer)) return passed;
  const came = wordsOf(answer);
  const limit = await limitOf(bench, wanted);
  return failed(`It answered ${came} to ${megabytes(wanted)}. ${limit}`, 'body_limit');
}

async function limitOf(bench: Bench, wanted: number): Promise<string> {
  let taken = 0;
  for (const size of sizes.filter((each) => each < wanted)) {
    if (!isAccepted(await bench.post(largeBody(bench, size)))) {
      const largest = taken === 0 ? 'less' : `${megabytes(taken)}`;
      return `It takes ${largest} and refuses ${megabytes(size)}.`;
    }
    taken = size;
  }
  return taken === 0 ? '' : `It still takes ${megabytes(taken)}.`;
}

function megabytes(size: number): string {
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

/** Messages as long as the platform lets them be. */
function largeBody({ make }: Bench, size: number): Uint8Array {
  const text = 'doctor '.repeat(585);
  const one = JSON.stringify(make.text(make.marker(), text)).length + 1;
  const items = Array.from({ length: Math.floor(size / one) }, () => make.text(make.marker(), text));
  return make.body([make.entry(make.messages(...items))]);
}

async function reuse(bench: Bench): Promise<Finding> {
  const connection = 'reuse';
  const refused = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
  let answer: Answer | null = null;
  for (const signature of [refused, undefined, refused, undefined]) {
    answer = await bench.post(message(bench), { connection, ...(signature && { signature }) });
    if (!signature && !isAccepted(answer)) {
      return failed(
        `On a connection on which a notification had been refused, the next one was answered ${wordsOf(answer)}.`,
        'connection',
      );
    }
  }
  return passed;
}

function contentType(id: string, value: string, expects: string, judge: (answer: Answer) => Finding): Check {
  return check(
    {
      id,
      harm: id === 'content-type-charset' ? 'loses' : 'untidy',
      sends: `a signed message as ${value}`,
      expects,
      why: 'The signature says who sent it; the content type is only a label.',
    },
    async (bench) => judge(await bench.post(message(bench), { contentType: value })),
  );
}

export const httpChecks: readonly Check[] = [
  check(
    {
      id: 'large-body',
      harm: 'loses',
      sends: 'a signed notification of 2.9 MB',
      expects: 'accepted',
      why: 'Notifications have up to 3 MB, and the defaults of most frameworks are below.',
      source: 'WhatsApp Business Platform, Webhooks: payload size',
    },
    large,
  ),
  contentType('content-type-charset', 'application/json; charset=utf-8', 'accepted', (answer) =>
    isAccepted(answer)
      ? passed
      : failed(`It answered ${wordsOf(answer)} to application/json; charset=utf-8.`, 'content_type'),
  ),
  contentType('content-type-other', 'text/plain', 'accepted, or refused with 400 to 499', (answer) =>
    isBroken(answer) ? failed(`It answered ${wordsOf(answer)} to text/plain.`, 'content_type') : passed,
  ),
  check(
    {
      id: 'connection-reuse',
      harm: 'loses',
      sends: 'a refused and a right notification in turn on one connection, twice',
      expects: 'the right ones accepted',
      why: 'Bytes that are left unread after a refusal become the beginning of the next request.',
    },
    reuse,
  ),
  method('PUT'),
  method('DELETE'),
  oddBody('body-empty', 'an empty body with its right signature', ''),
  oddBody('body-not-json', 'a body that is no JSON, with its right signature', '{"object":'),
  oddBody('body-not-an-envelope', 'a body that is JSON and no notification', '[1, "doctor", null]'),
  oddBody('body-null', 'the body null', 'null'),
  check(
    {
      id: 'array-wrapped',
      harm: 'untidy',
      sends: 'a notification in a JSON array, as some pages of the documentation print it',
      expects: 'no 5xx; taking it or refusing it is both right',
      why: 'It is the form of the documentation, not of the wire.',
    },
    async (bench) => {
      const inner = new TextDecoder().decode(message(bench));
      const answer = await bench.post(bytes(`[${inner}]`));
      return isBroken(answer) ? failed(`It answered ${wordsOf(answer)} to it.`, 'bad_body') : passed;
    },
  ),
];
