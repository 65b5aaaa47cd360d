// The one table of what endpoints do wrong. Each answers a POST in its own way; all but those that say otherwise
// must count as failed. What goes wrong before there is a request stands in the second table.
import type { ServerResponse } from 'node:http';

export interface Misbehaviour {
  name: string;
  about: string;
  /** Odd, yet a 200: delivered. */
  isDelivered?: true;
  answer(response: ServerResponse): void;
}

const redirectTarget = 'http://127.0.0.1:9/elsewhere';
/** Well beyond the deadline of an attempt in a run. */
const tooSlowMs = 30_000;
const slowMs = 250;

export const misbehaviours: readonly Misbehaviour[] = [
  { name: 'hang', about: 'never answers', answer: () => {} },
  { name: 'drip', about: 'sends its answer byte by byte, for ever', answer: drip },
  { name: 'reset', about: 'resets the connection', answer: ({ socket }) => socket?.resetAndDestroy() },
  { name: 'close', about: 'closes the connection before it answers', answer: ({ socket }) => socket?.end() },
  {
    name: 'half_head',
    about: 'closes in the middle of the head',
    answer: raw('HTTP/1.1 200 OK\r\ncontent-le'),
  },
  {
    name: 'half_body',
    about: 'says 200 and announces more than it sends',
    answer: raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'),
  },
  { name: 'not_http', about: 'answers in another protocol', answer: raw('220 mail.example ESMTP ready\r\n') },
  { name: 'too_slow', about: 'answers 200 long after the deadline', answer: later(tooSlowMs) },
  { name: 'status_500', about: 'answers 500', answer: status(500) },
  { name: 'status_503', about: 'answers 503 with Retry-After', answer: status(503, { 'retry-after': '1' }) },
  { name: 'status_404', about: 'answers 404', answer: status(404) },
  { name: 'status_410', about: 'answers 410', answer: status(410) },
  { name: 'status_202', about: 'answers 202: a success, but not 200', answer: status(202) },
  { name: 'redirect', about: 'redirects elsewhere', answer: status(307, { location: redirectTarget }) },
  { name: 'huge_500', about: 'answers 500 with megabytes', answer: huge(500) },
  { name: 'huge_200', about: 'answers 200 with megabytes', isDelivered: true, answer: huge(200) },
  { name: 'slow', about: 'takes its time, within the deadline', isDelivered: true, answer: later(slowMs) },
];

/** What a whole endpoint can be like for a while. The certificates are files of the test PKI. */
export const conditions = [
  { name: 'refuses', about: 'nothing listens at its port' },
  { name: 'self-signed', about: 'its certificate is signed by nobody' },
  { name: 'expired', about: 'its certificate has expired' },
  { name: 'other-name', about: 'its certificate is for another name' },
] as const;

export type Condition = (typeof conditions)[number]['name'];

function status(code: number, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(code, headers).end();
  };
}

function raw(text: string) {
  return ({ socket }: ServerResponse) => {
    socket?.end(text);
  };
}

function later(ms: number) {
  return (response: ServerResponse) => {
    const timer = setTimeout(() => response.end(), ms).unref();
    response.on('close', () => clearTimeout(timer));
  };
}

function huge(code: number) {
  return (response: ServerResponse) => {
    response.writeHead(code).end(Buffer.alloc(2 ** 21, 'x'));
  };
}

function drip({ socket }: ServerResponse): void {
  const text = `HTTP/1.1 200 OK\r\nx-drip: ${'.'.repeat(10_000)}`;
  let at = 0;
  const timer = setInterval(() => socket?.write(text.charAt(at++)), 50).unref();
  socket?.on('close', () => clearInterval(timer));
}
