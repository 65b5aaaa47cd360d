// Both sides of the endpoint handshake: the GET that proves an endpoint belongs to whoever knows the verify token.
// Guarantees a constant-time token comparison, a challenge echoed only when it cannot be read as markup, and
// failure texts in Meta's wording with nothing but printable ASCII in them. Making the request is up to others.
import { quote } from './quote.ts';

/** The three query parameters `hub.mode`, `hub.challenge` and `hub.verify_token`, as far as they were sent. */
export type HandshakeQuery = {
  mode: string | null | undefined;
  challenge: string | null | undefined;
  verifyToken: string | null | undefined;
};

/** Which of the three parameters of a handshake does not fit. */
export type HandshakeRefusal = 'mode' | 'verify_token' | 'challenge';

// Meta sends digits. The rest of the set is what other senders use; none of it can open a tag or an entity.
const challengePattern = /^[A-Za-z0-9_.-]{1,256}$/;

/** Throws when the verify token is empty: every stranger who sends an empty one would pass. */
export function assertVerifyToken(verifyToken: unknown): asserts verifyToken is string {
  if (typeof verifyToken !== 'string' || verifyToken.trim() === '') {
    throw new TypeError('the verify token is empty; choose one and enter the same in the app dashboard');
  }
}

/** The receiver's answer: the challenge to send back as text/plain with status 200, or why not. */
export function answerHandshake(
  query: HandshakeQuery,
  verifyToken: string,
): { ok: true; challenge: string } | { ok: false; reason: HandshakeRefusal } {
  assertVerifyToken(verifyToken);
  if (query.mode !== 'subscribe') return { ok: false, reason: 'mode' };
  if (!sameText(query.verifyToken ?? '', verifyToken)) return { ok: false, reason: 'verify_token' };
  const challenge = query.challenge ?? '';
  return challengePattern.test(challenge) ? { ok: true, challenge } : { ok: false, reason: 'challenge' };
}

// Takes as long as what was sent is long, whatever the token is and however much of it fits. No hash in between, so
// that this runs where there is no node:crypto.
function sameText(sent: string, token: string): boolean {
  let difference = sent.length ^ token.length;
  for (let i = 0; i < sent.length; i++) difference |= sent.charCodeAt(i) ^ token.charCodeAt(i % token.length);
  return difference === 0;
}

/** The address to GET. The callback's own query stays as it is written; the parameters of the handshake follow. */
export function challengeUrl(
  callbackUrl: string,
  { challenge, verifyToken }: { challenge: string; verifyToken: string },
): string {
  const handshake = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': verifyToken,
  });
  const url = new URL(callbackUrl);
  // As %20 a space survives both ways of decoding a query; as + only one of them.
  const added = handshake.toString().replaceAll('+', '%20');
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  url.hash = '';
  return url.href;
}

/**
 * A challenge of ten digits, the first not zero, so that a receiver which reads it as a number echoes it whole.
 * `random` gives a fraction below 1, as `Math.random` does.
 */
export function newChallenge(random: () => number): string {
  return String(1_000_000_000 + Math.floor(random() * 9_000_000_000));
}

/** A failed handshake: Meta's error code and its message, which begins with that code. */
export type HandshakeFailure = { ok: false; code: 2200 | 2201; message: string };

/** The sender's verdict on an answer: status 200 and exactly the challenge as body. */
export function judgeChallenge(
  answer: { status: number; statusText: string; body: Uint8Array },
  challenge: string,
): { ok: true } | HandshakeFailure {
  if (answer.status !== 200) {
    const status = `HTTP Status Code = ${answer.status}; HTTP Message = ${quote(answer.statusText)}`;
    return verificationFailed(status);
  }
  // Undecodable bytes become U+FFFD, which no challenge contains, so decoding cannot make a wrong body right.
  const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(answer.body);
  if (body === challenge) return { ok: true };
  const message = `(#2201) response does not match challenge, expected value="${challenge}", received="${quote(body)}"`;
  return { ok: false, code: 2201, message };
}

// Meta's errors name the cause in curl's terms; integrators search for these texts.
const connectionCauses = {
  unresolved: { errno: 6, error: 'Could not resolve host' },
  refused: { errno: 7, error: 'Failed to connect to host' },
  timeout: { errno: 28, error: 'Operation timed out' },
  tls: { errno: 35, error: 'SSL connect error' },
  closed: { errno: 52, error: 'Empty reply from server' },
  broken: { errno: 56, error: 'Failure when receiving data from the peer' },
  certificate: { errno: 60, error: 'SSL peer certificate was not OK' },
} as const;

/**
 * Why no answer came. `unresolved` also stands for a name that leads to a forbidden address: telling the two
 * apart would let an app owner list the names of an internal network.
 */
export type ConnectionCause = keyof typeof connectionCauses;

/** The verdict when there is no answer to judge. */
export function connectionFailed(cause: ConnectionCause): HandshakeFailure {
  const { errno, error } = connectionCauses[cause];
  return verificationFailed(`curl_errno = ${errno}; curl_error = ${error}; HTTP Status Code = 0`);
}

function verificationFailed(details: string): HandshakeFailure {
  const message = `(#2200) Callback verification failed with the following errors: ${details}`;
  return { ok: false, code: 2200, message };
}
