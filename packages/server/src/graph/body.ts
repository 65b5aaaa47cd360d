// A body as pairs of name and value: form, multipart form or JSON object, told apart by Content-Type alone.
// Guarantees an error 100 for a body that cannot be read, in words that quote nothing of it: it may hold a token.
import { quote } from '@wahook/receiver/protocol/quote';
import { type GraphError, graphError } from './graph-error.ts';
import type { GraphRequest } from './request.ts';

export type Pair = readonly [name: string, value: unknown];

/** The calls that exist need a few hundred bytes; this leaves room and keeps JSON.parse short. */
const bodyBytesMax = 256 * 1024;

export async function readBody({
  body,
  contentType,
}: Pick<GraphRequest, 'body' | 'contentType'>): Promise<Iterable<Pair>> {
  if (body.length === 0) return [];
  if (body.length > bodyBytesMax) throw graphError('bodyTooLarge', {});
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/json') return readJson(decode(body));
  if (mediaType === 'application/x-www-form-urlencoded') return readForm(decode(body));
  if (mediaType === 'multipart/form-data') return readMultipart(body, contentType ?? '');
  throw invalid(
    `The body has the Content-Type "${quote(mediaType)}"; send application/json, application/x-www-form-urlencoded or multipart/form-data`,
  );
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalid('The body is not valid UTF-8');
  }
}

function readJson(text: string): Iterable<Pair> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own words quote the body, and the body may hold a token.
    throw invalid('The body is not valid JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalid('The JSON body must be an object with one member per parameter');
  }
  return Object.entries(parsed);
}

function readForm(text: string): Iterable<Pair> {
  // `curl -d '{…}'` says form unless told otherwise; read as a form, every parameter would seem to be missing.
  if (text.trimStart().startsWith('{')) {
    throw invalid(
      'The body looks like JSON but was sent as a form; add the header Content-Type: application/json',
    );
  }
  return new URLSearchParams(text);
}

async function readMultipart(body: Uint8Array, contentType: string): Promise<Iterable<Pair>> {
  try {
    // The platform's parser, reached through Response because Node has no other door to it.
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    return [...form].filter(([, value]) => typeof value === 'string');
  } catch {
    throw invalid('The body is not valid multipart/form-data');
  }
}

function invalid(detail: string): GraphError {
  return graphError('parameterInvalid', { detail });
}
