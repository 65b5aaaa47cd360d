// Reads the error that a failed handshake left and says in plain words what the endpoint did, what it should do,
// and how to mend it. Pure; the errors are those of protocol/handshake.ts and follow Meta's texts.
import { nameWrongBody, nameWrongStatus } from '../../doctor/handshake-faults.ts';

export interface Advice {
  why: string;
  mend: string;
}

const echo =
  "Answer the GET with status 200, content type text/plain and exactly the value of hub.challenge: res.type('text').send(req.query['hub.challenge'])";

export function adviseOnHandshake(
  failure: { code: number; message: string },
  sent: { url: string; verifyToken: string },
): Advice {
  if (failure.code === 2201) return adviseOnBody(failure.message);
  if (failure.code !== 2200) {
    return { why: failure.message, mend: 'Name another URL with --forward-to.' };
  }
  const status = Number(/HTTP Status Code = (\d+)/.exec(failure.message)?.[1]);
  return status > 0 ? adviseOnStatus(status, sent) : adviseOnConnection(failure.message, sent.url);
}

function adviseOnBody(message: string): Advice {
  const expected = /expected value="(\d+)"/.exec(message)?.[1] ?? '';
  const received = unquote(/received="(.*)"$/s.exec(message)?.[1] ?? '');
  return {
    why: nameWrongBody(received, expected),
    mend: `${echo}.`,
  };
}

/** The quotation in the message is escaped as JSON strings are. */
function unquote(quoted: string): string {
  try {
    return String(JSON.parse(`"${quoted}"`));
  } catch {
    return quoted;
  }
}

function adviseOnStatus(status: number, { url, verifyToken }: { url: string; verifyToken: string }): Advice {
  const why = nameWrongStatus(status);
  if (status === 401 || status === 403) {
    return {
      why,
      mend: `Compare hub.verify_token with "${verifyToken}", and let the GET through if middleware checks signatures: it has none, only POSTs are signed.`,
    };
  }
  if (status === 404)
    return { why, mend: `Serve GET at ${new URL(url).pathname}, or correct the path in --forward-to.` };
  if (status === 405) return { why, mend: `Serve GET beside POST at ${new URL(url).pathname}. ${echo}.` };
  if (status >= 300 && status < 400)
    return { why, mend: 'Redirects are not followed: name the final URL with --forward-to.' };
  if (status >= 500) return { why, mend: "Look at your app's log: its handler failed on the GET." };
  return { why, mend: `${echo}.` };
}

function adviseOnConnection(message: string, url: string): Advice {
  const errno = Number(/curl_errno = (\d+)/.exec(message)?.[1]);
  const { host } = new URL(url);
  switch (errno) {
    case 6:
      return {
        why: `The host of ${url} leads to no address that may be called.`,
        mend: 'Use localhost or a public address, or open a private network with --egress-allow.',
      };
    case 7:
      return {
        why: `Nothing listens at ${host}.`,
        mend: 'Start your app first, or correct the port in --forward-to.',
      };
    case 28:
      return {
        why: `${host} did not answer in time.`,
        mend: 'Answer the GET at once, before any other work.',
      };
    case 35:
      return { why: `${host} does not speak TLS there.`, mend: 'Use http:// for a local app.' };
    case 60:
      return {
        why: `The certificate of ${host} is not trusted.`,
        mend: 'Use http:// for a local app, or name its authority with --egress-ca-file.',
      };
    default:
      return { why: `${host} broke the connection off.`, mend: "Look at your app's log." };
  }
}
