// docs/errors.md lists every error and every reason there is; this test writes it and keeps it true.
import { warningCodes } from '@wahook/receiver/protocol/cut-report';
import { describe, it } from 'vitest';
import { schemaWarningCodes } from '../accept/schema/schema-check.ts';
import { problems } from '../admin/problem.ts';
import { failures } from '../delivery/outgoing/failure.ts';
import { unsentReasons } from '../delivery/unsent-reasons.ts';
import { type ErrorKind, errorCatalogue } from '../graph/graph-error.ts';
import { noDeliveries } from '../routing/conditions.ts';
import { expectPage, table } from './support/reference-page.ts';

describe('docs/errors.md', () => {
  it('equals the catalogues in the code', () => {
    const graph: [string, ErrorKind][] = Object.entries(errorCatalogue);
    expectPage(
      'errors.md',
      [
        '# Errors and reasons',
        'Generated from the catalogues in the code; a test keeps this page equal to them.',
        '## Graph API',
        'In Meta’s envelope: `{"error":{"message","type","code","error_subcode"?,"fbtrace_id"}}`. Branch on `code` and `error_subcode`.',
        table(
          ['code', 'subcode', 'HTTP', 'type', 'message', 'when'],
          graph.map(([, { code, subcode, status, type, message, when }]) => [
            String(code),
            subcode === undefined ? '' : String(subcode),
            String(status),
            type,
            message,
            when,
          ]),
        ),
        '## `/api/v1` and everything else',
        'As [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details: `{"type":"urn:wahook:problem:<code>","title","status","code","detail","at"?}`. Nothing is stored when a publish is refused.',
        table(
          ['code', 'HTTP', 'when'],
          [...problems].map(([code, { status, when }]) => [`\`${code}\``, String(status), when]),
        ),
        '## What a published body is warned of',
        'The `code` of each of the `warnings`; with `strict` all but the unlisted ones refuse the body ([protocol.md](protocol.md#publishing)).',
        table(
          ['code', 'meaning'],
          Object.entries({ ...warningCodes, ...schemaWarningCodes }).map(([code, meaning]) => [
            `\`${code}\``,
            meaning,
          ]),
        ),
        '## Why an attempt failed',
        'The `reason` of a delivery or attempt: `ok`, `http_<status>` for an answer that does not count as success, or one of these.',
        table(
          ['reason', 'meaning'],
          Object.entries(failures).map(([reason, sentence]) => [`\`${reason}\``, sentence]),
        ),
        '## Why a delivery was given up without a last attempt',
        'Also the `reason` of a dead delivery.',
        table(
          ['reason', 'meaning'],
          Object.entries(unsentReasons).map(([reason, sentence]) => [`\`${reason}\``, sentence]),
        ),
        '## Why an app gets nothing',
        'Also the `reason` of a cancelled delivery.',
        table(
          ['reason', 'meaning'],
          Object.entries(noDeliveries).map(([reason, sentence]) => [`\`${reason}\``, sentence]),
        ),
        '',
      ]
        .join('\n\n')
        .trimEnd()
        .concat('\n'),
    );
  });
});
