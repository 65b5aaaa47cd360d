// What an endpoint has to do on every runtime, asked over HTTP. Each check is named after what it shows.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const samples = path.resolve(import.meta.dirname, '../samples');
const secret = 'lantern-runtime-secret';
const token = 'lantern-runtime-token';
const mebibyte = 1024 * 1024;

type Check = { name: string; run: (at: string) => Promise<unknown>; expected: unknown };
export type Finding = { name: string; problem: string | null };

/** Asks all that applies: an endpoint on Workers has no database and no address of its callers. */
export async function askAll(at: string, isServer: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  // One after another: some count what was handled.
  for (const { name, run, expected } of isServer ? [...always, ...onServers] : always) {
    const answer = await run(at).catch((error: unknown) => String(error));
    const [got, wanted] = [JSON.stringify(answer), JSON.stringify(expected)];
    findings.push({ name, problem: got === wanted ? null : `answered ${got}, not ${wanted}` });
  }
  return findings;
}

const always: Check[] = [
  {
    name: 'handshake, right and wrong',
    run: async (at) => {
      const ask = async (verifyToken: string) => {
        const query = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${verifyToken}`;
        const answer = await fetch(`${at}/webhook?${query}`);
        return [answer.status, (await answer.text()).slice(0, 10)];
      };
      return [await ask(token), (await ask('another'))[0]];
    },
    expected: [[200, '1158201444'], 403],
  },
  {
    name: 'signed bytes with escapes',
    run: async (at) => {
      const escaped = text('h\u00e9llo a@b.c / \u{1f44b}', 'escapes').replaceAll(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      return handledBy(at, () => post(`${at}/webhook`, escaped.replaceAll('/', '\\/')));
    },
    expected: [200, ['messages.text h\u00e9llo a@b.c / \u{1f44b}']],
  },
  {
    name: 'no signature, another one, other bytes, another form',
    run: async (at) => {
      const body = text('forged', 'forged');
      const asked = [undefined, signature('{}'), `${signature(body).slice(0, -1)}x`, 'sha256=00'];
      return handledBy(at, () =>
        Promise.all(asked.map((header) => post(`${at}/webhook`, body, header ?? null))),
      );
    },
    expected: [[401, 401, 401, 401], []],
  },
  {
    name: 'every change of a batch',
    run: (at) => handledBy(at, () => post(`${at}/webhook`, sample('_envelope/several_changes_one_entry'))),
    expected: [200, ['messages.text Placeholder one', 'statuses.read']],
  },
  {
    name: 'a repeat is handled once',
    run: async (at) =>
      handledBy(at, async () => [
        await post(`${at}/webhook`, text('again', 'repeat')),
        await post(`${at}/webhook`, text('again', 'repeat')),
      ]),
    expected: [[200, 200], ['messages.text again']],
  },
  {
    name: 'a failed handler is asked again',
    run: async (at) => [
      await post(`${at}/webhook`, text('fail once', 'failing')),
      await post(`${at}/webhook`, text('fail once', 'failing')),
    ],
    expected: [500, 200],
  },
  {
    name: 'an unknown field',
    run: (at) => handledBy(at, () => post(`${at}/webhook`, sample('_envelope/unknown_field_future'))),
    expected: [200, ['unknown']],
  },
  {
    name: '2.9 MB, and more than 3 MB',
    run: async (at) => [
      await post(`${at}/webhook`, text('x'.repeat(2.9 * mebibyte), 'large')),
      await post(`${at}/webhook`, text('x'.repeat(3 * mebibyte), 'too large')),
    ],
    expected: [200, 413],
  },
  {
    name: 'work goes on after an early answer',
    run: async (at) => {
      const status = await post(`${at}/later`, text('later', 'later'));
      for (let tries = 0; tries < 100 && !(await handledAt(at)).includes('later messages.text'); tries++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return [status, (await handledAt(at)).at(-1)];
    },
    expected: [200, 'later messages.text'],
  },
];

const onServers: Check[] = [
  {
    name: 'two receivers share a SQLite database',
    run: (at) =>
      handledBy(at, async () => [
        await post(`${at}/first`, text('shared', 'shared')),
        await post(`${at}/second`, text('shared', 'shared')),
      ]),
    expected: [[200, 200], ['shared messages.text']],
  },
  {
    name: 'a client certificate, told by a trusted proxy',
    run: async (at) => {
      const body = text('certified', 'certified');
      const proxy = {
        'x-ssl-client-verify': 'SUCCESS',
        'x-ssl-client-s-dn': 'CN=client.webhooks.fbclientcerts.com,O=Meta Platforms\\, Inc.,C=US',
      };
      return [
        await post(`${at}/certificate`, body),
        await post(`${at}/certificate`, body, signature(body), proxy),
      ];
    },
    expected: [403, 200],
  },
];

function sample(name: string): string {
  return readFileSync(path.join(samples, `${name}.json`), 'utf8');
}

/** The sample of a text message with another text and id. */
function text(body: string, id: string): string {
  const notification = JSON.parse(sample('messages/text'));
  Object.assign(notification.entry[0].changes[0].value.messages[0], { id: `wamid.${id}`, text: { body } });
  return JSON.stringify(notification);
}

function signature(body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** `signed` null: without a signature. Answers the status. */
async function post(
  url: string,
  body: string,
  signed: string | null = signature(body),
  headers: Record<string, string> = {},
): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...(signed !== null && { 'x-hub-signature-256': signed }),
      ...headers,
    },
  });
  await answer.text();
  return answer.status;
}

async function handledAt(at: string): Promise<string[]> {
  return JSON.parse(await (await fetch(`${at}/handled`)).text());
}

/** What an action answers, and what handlers saw meanwhile. */
async function handledBy<Answer>(at: string, act: () => Promise<Answer>): Promise<[Answer, string[]]> {
  const before = (await handledAt(at)).length;
  const answer = await act();
  return [answer, (await handledAt(at)).slice(before)];
}
