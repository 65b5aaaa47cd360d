// What the Graph API is handed for one call, independent of the HTTP server in front of it, and how its path is
// read: an optional version, then an id and an edge, or a name. Paths are judged by shape only; nothing is looked
// up here.
import { idPattern } from '@wahook/receiver/protocol/ids';

export interface GraphRequest {
  /** As on the wire, in capitals. */
  method: string;
  /** Without the query; may begin with `/v25.0`. */
  path: string;
  query: URLSearchParams;
  /** Looked up in small letters. */
  headers: { get(name: string): string | undefined };
  contentType: string | undefined;
  body: Uint8Array;
}

/** The newest API version that Meta's pages name. Calls without a version are answered as this one. */
export const newestVersion = 'v26.0';

/** What Graph has at its root beside ids, and clients of WhatsApp call. */
const namedRoots = new Set(['me', 'oauth', 'debug_token']);

export type GraphTarget =
  /** The root itself, where batches go. */
  { kind: 'root' } | { kind: 'node'; id: string; edge: string | null } | { kind: 'named'; name: string };

export interface GraphPath {
  /** Of the path, else the newest. Any number is taken: which versions exist changes every few months. */
  version: string;
  target: GraphTarget | null;
}

const versionPattern = /^v\d{1,3}\.\d{1,3}$/;

/** Whether a call belongs to the Graph API at all, whatever the API then makes of it. */
export function isGraphPath(path: string, method: string): boolean {
  const [first] = segmentsOf(path);
  // Batches are posted to the root; everything else there is for people.
  if (first === undefined) return method === 'POST';
  return versionPattern.test(first) || idPattern.test(first) || namedRoots.has(first);
}

export function readPath(path: string): GraphPath {
  const segments = segmentsOf(path);
  const first = segments[0];
  const versioned = first !== undefined && versionPattern.test(first);
  return {
    version: versioned ? first : newestVersion,
    target: readTarget(versioned ? segments.slice(1) : segments),
  };
}

function readTarget(segments: readonly string[]): GraphTarget | null {
  const [first, edge, ...rest] = segments;
  if (first === undefined) return { kind: 'root' };
  if (namedRoots.has(first)) return { kind: 'named', name: segments.join('/') };
  if (!idPattern.test(first) || rest.length > 0) return null;
  return { kind: 'node', id: first, edge: edge ?? null };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
