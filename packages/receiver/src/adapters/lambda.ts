// Adapter for AWS Lambda behind API Gateway (REST and HTTP APIs), a function URL or an application load balancer.
import type { Answer } from '../receiver/outcome.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, brokenOff, exchange, setUpFault } from './exchange.ts';
import {
  bodyOf,
  certificateOf,
  formOf,
  headerLines,
  type LambdaEvent,
  type LambdaForm,
  methodOf,
  queryOfEvent,
} from './lambda-event.ts';

export type { AdapterOptions } from './exchange.ts';
export type { LambdaEvent } from './lambda-event.ts';

/** What the function answers, in the form that its event asks for. */
export type LambdaResult = {
  statusCode: number;
  /** Load balancers want one, and only they. */
  statusDescription?: string;
  headers?: Record<string, string>;
  /** In place of `headers` for a load balancer that sends lists itself: it ignores the other. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: false;
};

const rawBytesAdvice =
  'Run the receiver before middleware that parses event.body (Middy: leave httpJsonBodyParser out of this function).';

/**
 * The function's handler.
 *
 * @throws TypeError when the receiver acknowledges first: the function is frozen with its answer, and its work with it
 * @example
 * export const handler = toLambdaHandler(receiver);
 */
export function toLambdaHandler(
  receiver: Receiver,
  options: AdapterOptions = {},
): (event: LambdaEvent) => Promise<LambdaResult> {
  if (receiver.acknowledge === 'first') {
    throw new TypeError(
      "a function is frozen with its answer, so the handlers of a receiver with acknowledge: 'first' would not run; " +
        'leave that option out, and for work of minutes hand the changes to a queue: onChange(({ bytes }) => …)',
    );
  }
  return async (event) => {
    try {
      return await answerEvent(receiver, event, options);
    } catch (error) {
      // AWS makes no such event; a test event typed in the console may be one.
      return toResult(setUpFault(receiver, error), 'http', event);
    }
  };
}

async function answerEvent(
  receiver: Receiver,
  event: LambdaEvent,
  options: AdapterOptions,
): Promise<LambdaResult> {
  const form = formOf(event);
  if (form === null) {
    throw new Error(
      'the event is no HTTP request; connect the function to an API Gateway, a function URL or a load balancer',
    );
  }
  const certificate = certificateOf(event);
  const answer = await exchange(
    receiver,
    {
      method: methodOf(event),
      query: () => queryOfEvent(event, form),
      headers: (name) => joined(headerLines(event, name)),
      headerLines: (name) => headerLines(event, name),
      peer: () => (form === 'load_balancer' ? 'alb' : undefined),
      ...(certificate !== undefined && { platform: { name: 'api-gateway', certificate } }),
      readBody: () => bodyOf(event),
      rawBytesAdvice,
    },
    options,
  );
  // An event is whole when it arrives, so this sender is never gone.
  return toResult(answer ?? brokenOff(), form, event);
}

/** An empty header is one that came: a signature that is empty must not count as none. */
function joined(lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : lines.join(', ');
}

function toResult({ status, headers, body }: Answer, form: LambdaForm, event: LambdaEvent): LambdaResult {
  const isListed = form === 'load_balancer' && event.multiValueHeaders != null;
  return {
    statusCode: status,
    ...(form === 'load_balancer' && { statusDescription: `${status} ${reasons[status] ?? 'Status'}` }),
    ...(isListed
      ? {
          multiValueHeaders: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, [value]]),
          ),
        }
      : { headers: { ...headers } }),
    body,
    isBase64Encoded: false,
  };
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
