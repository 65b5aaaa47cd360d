// What all adapters have in common: who is calling, then the body, then the receiver, and an answer whatever
// happens. Guarantees that nothing is thrown and that no error text of ours reaches the other side.
import type { Caller, ClientCertificateCheck } from '../client-certificate/check.ts';
import { type Answer, failed, tooLarge } from '../receiver/outcome.ts';
import { handleNow, type ReceivedRequest, type Receiver } from '../receiver/receiver.ts';

/** What every adapter takes as its second argument. */
export type AdapterOptions = {
  /**
   * Lets nobody in without the right client certificate; made by `requireClientCertificate` of
   * `@wahook/receiver/client-certificate`. The signature is checked all the same.
   */
  clientCertificate?: ClientCertificateCheck;
};

/** Tells the platform what to wait for after the answer. */
export type WaitUntil = (work: Promise<unknown>) => void;

export type BodyRead =
  | { kind: 'whole'; body: Uint8Array }
  /** More came than a notification may have; the rest was not read. */
  | { kind: 'too_large' }
  /** The sender went away before its body was complete. */
  | { kind: 'gone' }
  /** Somebody else read the body, and the raw bytes are nowhere. */
  | { kind: 'consumed' };

export type AdapterRequest = Caller & {
  /** Asked for only where it is looked at: a notification's never is, and reading one costs as much as an answer. */
  query: () => URLSearchParams;
  /** Looks up a header by its lower-case name; lines of the same name are joined by a comma. */
  headers: (name: string) => string | undefined;
  readBody: () => BodyRead | Promise<BodyRead>;
  /** What the platform has to wait for after the answer, where it does not wait by itself. */
  waitUntil?: () => WaitUntil | undefined;
  /** How to get the raw bytes in this framework, for the error that says they are gone. */
  rawBytesAdvice: string;
};

/** Only notifications have a body, and only theirs is worth reading. */
export const bodiless: BodyRead = { kind: 'whole', body: new Uint8Array() };

/** Null when there is nobody left to answer. */
export async function exchange(
  receiver: Receiver,
  request: AdapterRequest,
  options: AdapterOptions,
): Promise<Answer | null> {
  try {
    const refused = callerRefused(request, options);
    if (refused !== null) return refused;
    const read = request.method === 'POST' ? await request.readBody() : bodiless;
    return await answerTo(receiver, request, read);
  } catch (error) {
    return faulty(receiver, error);
  }
}

/** The first step of an exchange, before anything is read. */
export function callerRefused(request: AdapterRequest, { clientCertificate }: AdapterOptions): Answer | null {
  const verdict = clientCertificate?.(request);
  return verdict?.ok === false ? certificateRefused(verdict.reason) : null;
}

/** The last step, with what was read. */
export function answerTo(
  receiver: Receiver,
  request: AdapterRequest,
  read: BodyRead,
): Promise<Answer> | Answer | null {
  switch (read.kind) {
    case 'whole':
      return handleNow(receiver, received(request, read.body));
    case 'too_large':
      return tooLarge();
    case 'gone':
      return null;
    case 'consumed':
      return setUpFault(
        receiver,
        new Error(
          'the body was read before the receiver got the request, and its raw bytes, which the signature covers, ' +
            `are gone; nothing was handled. ${request.rawBytesAdvice}`,
        ),
      );
  }
}

/** What any step threw. Handlers' errors are in the outcome, so this is a fault of the runtime or of `onError`. */
export function faulty(receiver: Receiver, error: unknown): Answer {
  reportSafely(receiver, error);
  return failed([error]);
}

function received(request: AdapterRequest, body: Uint8Array): ReceivedRequest {
  const waitUntil = request.waitUntil?.();
  const given = new Received(request, body);
  return waitUntil === undefined ? given : Object.assign(given, { waitUntil });
}

/** A class for its lazy query. */
class Received implements ReceivedRequest {
  readonly method: string;
  readonly headers: ReceivedRequest['headers'];
  readonly body: Uint8Array;
  private readonly from: AdapterRequest;

  constructor(from: AdapterRequest, body: Uint8Array) {
    this.method = from.method;
    this.headers = from.headers;
    this.body = body;
    this.from = from;
  }

  get query(): URLSearchParams {
    return this.from.query();
  }
}

/** 500, so that the sender tries again after the mistake is mended; what it is stands in the log alone. */
export function setUpFault(receiver: Receiver, error: unknown): Answer {
  reportSafely(receiver, error);
  return { ...failed([error]), body: 'this endpoint is not set up correctly; its log says how to mend it' };
}

/** For runtimes that want an answer even for a sender that went away in the middle of its body. */
export function brokenOff(): Answer {
  return { status: 400, headers: plainText, body: 'the body broke off' };
}

/** Refusals of an adapter's own look like those of the receiver. */
export const plainText = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

function certificateRefused(reason: string): Answer {
  return { status: 403, headers: plainText, body: `client certificate refused: ${reason}` };
}

/** A listener for errors that throws must not cost the answer: without one the sender would wait. */
export function reportSafely(receiver: Receiver, error: unknown): void {
  try {
    receiver.report(error);
  } catch {
    // Its own error has nowhere else to go.
  }
}
