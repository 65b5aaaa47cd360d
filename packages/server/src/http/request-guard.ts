// What no room should ever see: requests that two programs could read differently (smuggling), and requests a
// page in a developer's browser makes to localhost. Node refuses most of it; this is what Node lets through.
import type { IncomingMessage } from 'node:http';
import type { Problem } from '../admin/problem.ts';

export interface GuardRules {
  hostsAllowed: ReadonlySet<string> | null;
  targetLengthMax: number;
  headersMax: number;
}

/** What some route takes, and the two that browsers and monitors send by themselves. */
const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

export function refuseRequest(request: IncomingMessage, rules: GuardRules): Problem | null {
  const target = request.url ?? '';
  if (request.httpVersionMajor < 1) return bad('http_version', 'HTTP/0.9 is not spoken here.');
  if (!target.startsWith('/')) return bad('request_target', 'The request target must be a path.');
  if (target.length > rules.targetLengthMax) {
    return {
      code: 'target_too_long',
      detail: `The address may have at most ${rules.targetLengthMax} characters.`,
    };
  }
  if (request.rawHeaders.length / 2 > rules.headersMax) {
    return { code: 'too_many_headers', detail: `At most ${rules.headersMax} headers.` };
  }
  const twice = findTwice(request.rawHeaders);
  if (twice) return bad('duplicate_header', `The header ${twice} came twice. Send it once.`);
  if (request.httpVersion === '1.0' && request.headers['transfer-encoding'] !== undefined) {
    return bad('transfer_encoding', 'Transfer-Encoding does not exist in HTTP/1.0.');
  }
  if (!methods.has(request.method ?? '')) {
    return { code: 'method_not_allowed', detail: `Nothing here takes ${request.method}.` };
  }
  // A tab makes two parsers see two media types.
  if (/[^\x20-\x7e]/.test(request.headers['content-type'] ?? '')) {
    return { code: 'content_type', detail: 'Content-Type must be printable ASCII.' };
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return {
      code: 'content_encoding',
      detail: 'Send the body as it is: compressed bodies are not accepted.',
    };
  }
  return rules.hostsAllowed ? refuseStranger(request, rules.hostsAllowed) : null;
}

function refuseStranger(request: IncomingMessage, hostsAllowed: ReadonlySet<string>): Problem | null {
  if (!hostsAllowed.has(hostName(request.headers.host ?? ''))) {
    return {
      code: 'host_not_allowed',
      detail:
        'This is a development server with public tokens: it answers only to localhost and loopback addresses.',
    };
  }
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isForeign = origin !== undefined && !isAllowedOrigin(origin, hostsAllowed);
  // Browsers leave Origin out of some requests, and say in this header where they come from.
  const isCrossSite = site === 'cross-site' && request.method !== 'GET';
  if (isForeign || isCrossSite) {
    return {
      code: 'origin_not_allowed',
      detail: 'Pages of other sites may not call this development server.',
    };
  }
  return null;
}

function isAllowedOrigin(origin: string, hostsAllowed: ReadonlySet<string>): boolean {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] !== undefined && hostsAllowed.has(hostName(match[1]));
}

/** `localhost:4000` → `localhost`, `[::1]:4000` → `[::1]`. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '');
}

/** Node keeps one of several; another program on the way may have read the other. */
const singular = ['host', 'authorization'] as const;

function findTwice(rawHeaders: readonly string[]): string | undefined {
  return singular.find((name) => {
    let times = 0;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const header = rawHeaders[index];
      if (header?.length === name.length && header.toLowerCase() === name) times++;
    }
    return times > 1;
  });
}

function bad(code: Problem['code'], detail: string): Problem {
  return { code, detail };
}
