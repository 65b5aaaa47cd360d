// What checks work with: one endpoint, the secret and token it is said to have, and requests to it. Counts the
// requests that nobody answers, so that an endpoint which hangs costs a bounded time, and finds out first how this
// endpoint computes signatures, so that a check of something else is not about that.
import { challengeUrl } from '@wahook/receiver/protocol/handshake';
import { sign } from '@wahook/receiver/protocol/signature';
import type { Outgoing } from '../delivery/outgoing/client.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Calibration, calibrate } from './calibration.ts';
import type { Notifications } from './notifications.ts';
import type { Observation } from './observation.ts';
import type { Poison, PoisonLevel } from './poison.ts';
import { createRedaction } from './redaction.ts';

/** Header name → value, in lower case. */
export type Headers = Readonly<Record<string, string>>;

export interface Sending {
  /** Instead of the headers of the right signature. */
  signature?: Headers;
  method?: 'PUT' | 'DELETE';
  contentType?: string;
  /** Connections are kept and reused under this name. */
  connection?: string;
  /** `none`, although the run has one; `stranger`: of an authority nobody knows. */
  certificate?: 'none' | 'stranger';
}

/** What the handshake is sent instead of what is right; null leaves a parameter out. */
export type Query = Partial<Record<'mode' | 'challenge' | 'verifyToken', string | null>> & { extra?: string };

export interface Amounts {
  /** Size of the large body. */
  largeBodyBytes: number;
  latencyRequests: number;
  concurrency: number;
}

export interface Bench {
  readonly url: string;
  readonly secret: string;
  readonly verifyToken: string;
  readonly amounts: Amounts;
  readonly make: Notifications;
  readonly observation: Observation | null;
  /** A client certificate was given, so that the endpoint is expected to ask for it. */
  readonly hasCertificate: boolean;
  /** Every answer so far, as far as it tells about the framework. */
  readonly clues: readonly Answer[];
  /** Memory of poison.ts. */
  readonly poisons: Map<PoisonLevel, Promise<Poison | null>>;
  /** The plainest sample of each field. */
  readonly samples: readonly { field: string; json: Uint8Array }[];
  /** The two headers as Meta sends them. */
  sign(body: Uint8Array): Headers;
  /** Signed in the way this endpoint checks, as far as that is known. */
  post(body: Uint8Array, sending?: Sending): Promise<Answer>;
  /** All at once. */
  postMany(bodies: readonly Uint8Array[]): Promise<Answer[]>;
  get(query?: Query): Promise<Answer>;
  calibration(): Promise<Calibration>;
  /** Milliseconds that only grow. */
  now(): number;
}

export interface BenchDeps {
  url: string;
  secret: string;
  verifyToken: string;
  amounts: Amounts;
  make: Notifications;
  observation: Observation | null;
  samples: Bench['samples'];
  outgoing: Pick<Outgoing, 'get' | 'post'>;
  /** Shows a certificate that nobody trusts; null: no certificates are spoken of. */
  stranger: Pick<Outgoing, 'post'> | null;
  now: () => number;
  /** Asked before each request, because one check may send fifty of them. */
  isOver: () => boolean;
}

/** So many requests without an answer, and the rest of the run is called off. */
export const hangsMax = 3;

/** Thrown by whatever sends, to end the run. */
export class EndpointHangs extends Error {
  override readonly name = 'EndpointHangs';
}

/** Thrown by whatever sends: the time for the whole run is over, or somebody stopped it. */
export class RunOver extends Error {
  override readonly name = 'RunOver';
}

/** Thrown by whatever sends: it takes no more requests for now, so that nothing it says is about what was sent. */
export class EndpointLimits extends Error {
  override readonly name = 'EndpointLimits';
}

/** Thrown by whatever sends: it was there before, and now nothing listens. */
export class EndpointGone extends Error {
  override readonly name = 'EndpointGone';
}

export const challenge = '1158201444';
const cluesMax = 60;
const userAgents = {
  handshake: 'facebookplatform/1.0 (+http://developers.facebook.com)',
  notification: 'facebookexternalua',
};

export function createBench(deps: BenchDeps): Bench {
  const { url, secret, outgoing } = deps;
  const clues: Answer[] = [];
  let hangs = 0;
  let wasReached = false;
  let calibration: Promise<Calibration> | null = null;
  /** How this endpoint wants to be signed for; the right way until it is found to have another. */
  let signer = (body: Uint8Array): Headers => rightSignature(body, secret);

  function assertGoing(): void {
    if (deps.isOver()) throw new RunOver();
    if (hangs >= hangsMax) throw new EndpointHangs();
  }

  const redact = createRedaction({ '[app_secret]': secret, '[verify_token]': deps.verifyToken });

  function keep(answer: Answer): Answer {
    if (clues.length < cluesMax) clues.push(answer);
    if (answer.reason === 'timeout') hangs++;
    if (answer.reason === 'connection_refused' && wasReached) throw new EndpointGone();
    wasReached = true;
    if (answer.status === 429) throw new EndpointLimits();
    return answer;
  }

  async function send(body: Uint8Array, sending: Sending = {}): Promise<Answer> {
    assertGoing();
    const { signature = signer(body), method, contentType = 'application/json', certificate } = sending;
    const sender = certificate === 'stranger' && deps.stranger ? deps.stranger : outgoing;
    const outcome = await sender.post({
      // Connections that show different certificates must not be mixed.
      poolKey: `${sending.connection ?? 'doctor'} ${certificate ?? ''}`,
      url,
      body,
      headers: {
        'user-agent': userAgents.notification,
        accept: '*/*',
        'accept-encoding': 'deflate, gzip',
        'content-type': contentType,
        ...signature,
      },
      presentCertificate: deps.stranger !== null && certificate !== 'none',
      ...(method && { method }),
    });
    return redact(answerOf(outcome));
  }

  const bench: Bench = {
    url,
    secret,
    verifyToken: deps.verifyToken,
    amounts: deps.amounts,
    make: deps.make,
    observation: deps.observation,
    hasCertificate: deps.stranger !== null,
    clues,
    poisons: new Map(),
    samples: deps.samples,
    sign: (body) => rightSignature(body, secret),
    post: async (body, sending) => keep(await send(body, sending)),
    async postMany(bodies) {
      const answers = await Promise.all(bodies.map((body) => send(body, { connection: 'burst' })));
      // One burst that finds no answer is one finding, not fifty.
      const lost = answers.find(({ reason }) => reason === 'timeout' || reason === 'connection_refused');
      if (lost) keep(lost);
      return answers;
    },
    async get(query = {}) {
      assertGoing();
      const outcome = await outgoing.get({
        url: handshakeUrl(url, query, deps.verifyToken),
        headers: { 'user-agent': userAgents.handshake, accept: '*/*' },
        presentCertificate: deps.stranger !== null,
      });
      const answer = answerOf(outcome);
      // A short token may stand in the challenge by chance, and a right answer must stay one.
      return keep(answer.text === challenge ? answer : redact(answer));
    },
    calibration() {
      calibration ??= calibrate(bench).then((found) => {
        if (found.signer) signer = found.signer;
        return found;
      });
      return calibration;
    },
    now: deps.now,
  };
  return bench;
}

function rightSignature(body: Uint8Array, secret: string): Headers {
  const { sha256, sha1 } = sign(body, secret);
  return { 'x-hub-signature': sha1, 'x-hub-signature-256': sha256 };
}

const parameters = { mode: 'hub.mode', challenge: 'hub.challenge', verifyToken: 'hub.verify_token' } as const;

function handshakeUrl(callbackUrl: string, query: Query, verifyToken: string): string {
  const { extra, ...changes } = query;
  const base = new URL(callbackUrl);
  if (extra !== undefined) base.search = base.search === '' ? extra : `${base.search}&${extra}`;
  const url = new URL(challengeUrl(base.href, { challenge, verifyToken }));
  for (const name of Object.keys(parameters) as (keyof typeof parameters)[]) {
    const value = changes[name];
    if (value === null) url.searchParams.delete(parameters[name]);
    else if (value !== undefined) url.searchParams.set(parameters[name], value);
  }
  return url.href;
}
