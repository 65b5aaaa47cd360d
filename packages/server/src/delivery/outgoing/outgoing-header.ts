// What may stand in the head of a request we send. Names come from a fixed list and values are printable ASCII,
// so that nothing an operator or app enters can end a header, add one, or replace a signature.

/** Everything a request of ours carries besides what the connection itself needs. */
const signatureHeaders = ['x-hub-signature', 'x-hub-signature-256'] as const;
/** On what a replay sends: which one, and when the events were accepted. */
const replayHeaders = ['x-wahook-replay', 'x-wahook-accepted-at'] as const;
/** On what carries faults, for an app that asked to be told. */
const faultHeaders = ['x-wahook-fault'] as const;
const plainHeaders = ['accept', 'accept-encoding', 'content-type', 'user-agent'] as const;

/** Who wants the header: the sending code, or a setting that a person filled in. */
export type HeaderAuthor = 'sender' | 'setting';

const names: Record<HeaderAuthor, ReadonlySet<string>> = {
  sender: new Set([...plainHeaders, ...signatureHeaders, ...replayHeaders, ...faultHeaders]),
  setting: new Set(plainHeaders),
};

/** The longest we send is a signature of 71 characters; a User-Agent may be longer. */
const valueLengthMax = 1024;
const printableAscii = /^[\x20-\x7e]*$/;

export type HeaderVerdict = { ok: true } | { ok: false; message: string };

export function checkHeader(name: string, value: string, author: HeaderAuthor): HeaderVerdict {
  if (!names[author].has(name.toLowerCase())) {
    return {
      ok: false,
      message: `This header may not be set. Those that may: ${[...names[author]].join(', ')}.`,
    };
  }
  if (value.length > valueLengthMax) {
    return { ok: false, message: `The value of ${name} is longer than ${valueLengthMax} characters.` };
  }
  if (!printableAscii.test(value)) {
    return { ok: false, message: `The value of ${name} may only have printable ASCII characters.` };
  }
  return { ok: true };
}
