// docs/doctor.md: what the doctor is, and a table of every check written from the checks themselves.
import { describe, expect, it } from 'vitest';
import { battery } from '../doctor/battery.ts';
import { type Group, groups } from '../doctor/check.ts';
import { mistakes } from '../doctor/signature-mistakes.ts';
import { expectPage, table } from './support/reference-page.ts';

const titles: Record<Group, string> = {
  handshake: 'Handshake',
  signature: 'Signature',
  fields: 'Fields',
  content: 'Content',
  batch: 'Batches',
  life: 'Duplicates, retries, order',
  http: 'HTTP',
  load: 'Speed',
  certificate: 'Client certificates',
};

const harms = {
  blocks: 'the URL cannot be confirmed',
  loses: 'notifications are lost',
  forged: 'strangers get in',
  repeats: 'things happen more than once',
  slow: 'everything is late',
  untidy: 'little, today',
};

const introduction = `# Doctor

\`wahook doctor URL --secret S --verify-token T\` examines a callback URL from outside: it shakes hands, sends signed, unsigned and odd notifications, and judges by what comes back. It needs no server. \`wahook verify\` makes the same diagnosis of one saved body and its signature header.

Examine a test instance: it sends some two hundred notifications, of every field, with made-up accounts, customers and ids that begin with \`wamid.DOCTOR\`.

## Reading the score

A check **passes**, **fails**, or is **not seen**: where a status code cannot tell what an app did, nothing is claimed. What failed is told with what was sent, what was found, why it matters and how to mend it, worded for the framework where its headers or error pages give it away.

A refusal counts only where the right request is let in: an endpoint that refuses everything, or whose secret is another one, passes no check of forgeries. The first 429 ends the run, since everything behind it would be about the limit.

If correct signatures are refused, the doctor applies the known mistakes one after the other until one is let in, names it, and goes on in that endpoint's own way, so that the other checks are about other things.

## Seeing what the app did

That a batch was answered 200 does not say that all of it was handled. Three ways to find out:

- \`--observe-log FILE\`: a log of the app that gets a line with its id for each message and status it handles. Only what is added during the run is read. A line with several ids, or with the whole notification, says only that it came in, and is passed over; a log that spreads notifications over many lines cannot be used.
- \`--observe URL\`: a page of the app with the same; text with a line for each, a JSON list, or \`{"handled": [...], "states": {"<message id>": "read"}}\`. With \`states\` the doctor sees whether a late \`delivered\` takes \`read\` back.
- Without either, an item on which the app fails when it is alone (5xx) is put behind good ones. If the answer is 200 now, nobody looked at it. An app that takes everything shows nothing that way, and the check is not seen.

## In CI

\`\`\`sh
export WAHOOK_APP_SECRET=… WAHOOK_VERIFY_TOKEN=…
npx wahook doctor http://localhost:3000/webhook --observe-log app.log --junit doctor.xml --json > doctor.json
\`\`\`

The exit code is 0 when no check failed, 1 when one failed, when not all were run or none could be seen, and when the endpoint cannot be reached, 2 when the command line is wrong, 130 when it was interrupted. \`--only\` and \`--skip\` take ids and groups.

\`\`\`json
{"passed":94,"failed":1,"skipped":3,"verdict":"…","framework":"express","batching":"no","complete":true,
 "checks":[{"id":"batch-entries","ok":false,"diagnosis":"…","group":"batch","sends":"…","expects":"…","why":"…","cure":"…","duration_ms":4}]}
\`\`\`

\`ok\` is \`null\` for what was not seen. \`complete\` is \`false\` when a run ended early: at its time limit, at a rate limit, with an endpoint that hangs or is gone. \`batching\` says whether coalescing may be switched on for this endpoint.

## Over the API

\`POST /api/v1/doctor\` with \`{"url","secret","verify_token","only"?,"skip"?,"observe_url"?}\` begins an examination and answers 202 with its \`id\`; \`GET /api/v1/doctor/{id}\` shows what was found so far, with \`state\` \`running\`, \`done\` or \`failed\`; \`GET /api/v1/doctor\` lists the latest. All three need a key of the scope \`operate\`. The secret has to be sent along: nothing is signed with a secret that the server keeps. Two at a time, one of a host, six a minute; the address guard is that of the server, so with \`wahook start\` public addresses only.

## Bounds

10 s a request (\`--timeout\`), 180 s in all (\`--time-limit\`; at its end only the request under way is waited for); after three requests without an answer the rest is not run. Connections pass the [address guard](adr/0009-one-outgoing-module.md) in its mode for \`dev\`: public addresses and this machine; \`--egress-allow\` opens private networks. Redirects are not followed. The secret is never printed.`;

describe('docs/doctor.md', () => {
  it('has every check', () => {
    const sections = groups.flatMap((group) => [
      `### ${titles[group]}`,
      table(
        ['id', 'sent', 'passes when', 'why', 'if not'],
        battery
          .filter((check) => check.group === group)
          .map(({ id, sends, expects, why, harm }) => [`\`${id}\``, sends, expects, why, harms[harm]]),
      ),
      `Source: ${[...new Set(battery.filter((check) => check.group === group).map(({ source }) => source))].join('; ')}.`,
    ]);
    expectPage(
      'doctor.md',
      [
        introduction,
        `## Checks\n\n${battery.length} of them, in this order.`,
        ...sections,
        '## Mistakes with signatures that are recognised',
        table(
          ['id', 'the HMAC …'],
          mistakes.map(({ id, what }) => [`\`${id}\``, what]),
        ),
        '',
      ]
        .join('\n\n')
        .trimEnd()
        .concat('\n'),
    );
  });

  it('names each check once, in words that stay', () => {
    const ids = battery.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(25);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    // `--only` takes both, so that a check must not be named like a group.
    expect(ids.filter((id) => groups.some((group) => group === id))).toEqual([]);
  });
});
