// The command line's way to a server: the same HTTP that curl speaks. Every request of the CLI goes through
// here, and whatever goes wrong on the way comes back as one sentence with a cure.
import { Agent, request } from 'undici';
import { CliError, exitCodes } from '../cli-error.ts';
import { printable } from '../terminal/printable.ts';
import { foundLines, type ShownWarned } from './warning-text.ts';

/** Longer than any attempt or handshake that a server may be in the middle of. */
const answerTimeoutMs = 90_000;

export interface ApiClient {
  readonly url: string;
  /** The admin API. `path` begins with /api/v1. Anything but 2xx is thrown as a CliError with the server's words. */
  get<Shape>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<Shape>;
  post<Shape>(path: string, body: unknown): Promise<Shape>;
  put<Shape>(path: string, body: unknown): Promise<Shape>;
  remove<Shape>(path: string): Promise<Shape>;
  /** The Graph API with a token of its own; its errors are answers, not exceptions. */
  graph(call: GraphCall): Promise<GraphAnswer>;
  close(): Promise<void>;
}

export interface GraphCall {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  token: string;
  parameters?: Readonly<Record<string, string>>;
}

export type GraphAnswer = { ok: true; answer: unknown } | { ok: false; code: number; message: string };

export function createApiClient(server: { url: string; adminKey: string; stop: AbortSignal }): ApiClient {
  const { url, adminKey, stop } = server;
  // Its own agent, so that closing it leaves no connection behind that would keep the process alive.
  const dispatcher = new Agent({ headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs });

  async function send(call: {
    method: 'GET' | 'POST' | 'PUT' | 'DELETE';
    path: string;
    token: string;
    body?: { type: string; text: string };
  }): Promise<{ status: number; answer: unknown }> {
    const { method, path, token, body } = call;
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': body.type }) };
    try {
      const response = await request(`${url}${path}`, {
        method,
        headers,
        dispatcher,
        signal: stop,
        ...(body && { body: body.text }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, answer: readAnswer(text, { url, status: response.statusCode }) };
    } catch (error) {
      throw explain(error, { url, stop });
    }
  }

  async function callAdmin<Shape>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Shape> {
    const { status, answer } = await send({
      method,
      path,
      token: adminKey,
      ...(body !== undefined && { body: { type: 'application/json', text: JSON.stringify(body) } }),
    });
    if (status < 200 || status > 299) throw new CliError(problemLines(status, answer));
    // The shapes are those of our own admin API; api-shapes.ts names them and the end-to-end tests hold them.
    return answer as Shape;
  }

  return {
    url,
    get: (path, query = {}) => callAdmin('GET', withQuery(path, query)),
    post: (path, body) => callAdmin('POST', path, body),
    put: (path, body) => callAdmin('PUT', path, body),
    remove: (path) => callAdmin('DELETE', path),
    async graph({ method, path, token, parameters }) {
      const text = new URLSearchParams(parameters).toString();
      const { answer } = await send({
        method,
        path,
        token,
        ...(parameters && { body: { type: 'application/x-www-form-urlencoded', text } }),
      });
      return readGraphAnswer(answer);
    },
    close: () => dispatcher.close(),
  };
}

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.append(name, value);
  return given.size > 0 ? `${path}?${given}` : path;
}

function readAnswer(text: string, { url, status }: { url: string; status: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const begin = printable(text, 60);
    throw new CliError(
      `What answers at ${url} is not a wahook server: status ${status}, not JSON (${begin}). Name another with --url.`,
      { cause },
    );
  }
}

/** One a line, where the server found several. */
function problemLines(status: number, answer: unknown): string[] {
  if (member(answer, 'code') === 'warnings_in_strict_mode') {
    // The shape of a publish answer, like those of 2xx.
    const found = foundLines(answer as ShownWarned);
    return [...found, 'Refused, as this is strict. Mend it, or have it accepted with --no-strict.'];
  }
  const several = member(answer, 'problems');
  const texts = Array.isArray(several) ? several.filter((each) => typeof each === 'string') : [];
  return texts.length > 0
    ? texts.map((each) => printable(asOption(each), 2000))
    : [problemText(status, answer)];
}

/** The server speaks of members of the request; here they are options. */
function asOption(text: string): string {
  return text.replace(/ with strict=false\.$/, ' with --no-strict.');
}

function problemText(status: number, answer: unknown): string {
  const detail = member(answer, 'detail');
  const text = typeof detail === 'string' ? detail : `The server answered ${status}.`;
  const cure = status === 401 ? ' Name it with --admin-key or WAHOOK_ADMIN_KEY.' : '';
  return printable(text, 2000) + cure;
}

function readGraphAnswer(answer: unknown): GraphAnswer {
  const error = member(answer, 'error');
  if (error === undefined) return { ok: true, answer };
  const code = member(error, 'code');
  const message = member(error, 'message');
  return {
    ok: false,
    code: Number(code ?? 0),
    message: typeof message === 'string' ? message : 'no message',
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function explain(error: unknown, { url, stop }: { url: string; stop: AbortSignal }): CliError {
  if (error instanceof CliError) return error;
  if (stop.aborted) return new CliError([], { cause: error, exitCode: exitCodes.interrupted });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const elsewhere = 'or name another with --url.';
  switch (code) {
    case 'ECONNREFUSED':
      return new CliError(
        `Nothing listens at ${url}. Start a server with \`npm start\` (or \`wahook dev\`), ${elsewhere}`,
        { cause: error },
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CliError(`The name in ${url} leads nowhere. Check it, ${elsewhere}`, { cause: error });
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new CliError(`${url} did not answer in time. Look at its log, ${elsewhere}`, { cause: error });
    default:
      return new CliError(`${url} cannot be reached${code && ` (${code})`}. Check it, ${elsewhere}`, {
        cause: error,
      });
  }
}
