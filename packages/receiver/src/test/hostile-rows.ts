// Reads the rows of the hostile catalogues that concern this package, with the types they have in the files.
// A test that uses them must also prove that it runs every row, or says who does.
import { readFileSync } from 'node:fs';

export type JsonBodyRow = {
  id: string;
  group: 'syntax' | 'shape' | 'duplicate-keys' | 'size' | 'number' | 'string' | 'prototype';
  /** The body as text; where it can't be written down, `construct` says how to make it. */
  input?: string | null;
  construct?: string;
  expect: string;
};

export type SignatureRow = {
  id: string;
  headers: Record<string, string>;
  expect: 'accept' | 'refuse';
};

export type SignatureCatalogue = {
  secret: string;
  previous_secret: string;
  body: string;
  good_sha256: string;
  good_sha1: string;
  cases: SignatureRow[];
};

export type ClientCertificateRow = {
  id: string;
  peer: string;
  trusted_proxies: string[];
  headers: Record<string, string>;
};

const folder = new URL('../../../../hostile/', import.meta.url);

export function jsonBodyRows(): JsonBodyRow[] {
  const catalogue: { cases: JsonBodyRow[] } = JSON.parse(
    readFileSync(new URL('json-bodies.json', folder), 'utf8'),
  );
  return catalogue.cases;
}

export function signatureCatalogue(): SignatureCatalogue {
  const catalogue: { signature: SignatureCatalogue } = JSON.parse(
    readFileSync(new URL('headers.json', folder), 'utf8'),
  );
  return catalogue.signature;
}

/** The requests that claim a client certificate; none of them has one. */
export function clientCertificateRows(): ClientCertificateRow[] {
  const catalogue: { proxy: ClientCertificateRow[] } = JSON.parse(
    readFileSync(new URL('headers.json', folder), 'utf8'),
  );
  return catalogue.proxy.filter(({ id }) => id.startsWith('cert-'));
}
