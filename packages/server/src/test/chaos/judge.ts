// The verdict on a run: pure, from evidence to findings. Every acknowledged event must have reached every app or
// stand in the API as retrying or dead; nothing may arrive that nobody sent, nor other than it was sent; and an event
// may arrive again only where a kill explains it.
import type { Evidence, Kill, Post } from './evidence.ts';

export const findingKinds = {
  lost: 'acknowledged (or stored), and neither delivered nor visibly retrying or dead',
  falsely_delivered: 'the API says delivered, and the endpoint never answered it with 200',
  unexplained_duplicate: 'sent again after a 200 although no kill between the two can explain it',
  changed_bytes: 'arrived other than it was published, or two POSTs of it differ',
  bad_signature: 'the signature does not fit the body',
  refused_but_stored: 'answered as not stored, and stored all the same',
  stored_twice: 'one event under two seqs',
  seq_given_twice: 'one seq for two acknowledged events',
  cancelled: 'cancelled although nobody unsubscribed',
} as const;

export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  kind: FindingKind;
  app: string | null;
  key: string | null;
}

export interface Verdict {
  findings: Finding[];
  acknowledged: number;
  /** Not acknowledged because the connection was cut, and stored all the same: allowed. */
  storedUnacknowledged: number;
  /** By pair of event and app, of what is stored. */
  delivered: number;
  retrying: number;
  dead: number;
  pending: number;
  /** POSTs that repeated a success because the process was killed in between. */
  explainedDuplicates: number;
}

export function judge(evidence: Evidence): Verdict {
  const { published, posts, account, apps } = evidence;
  const verdict: Verdict = {
    findings: [],
    acknowledged: published.filter(({ fate }) => fate === 'acknowledged').length,
    storedUnacknowledged: 0,
    delivered: 0,
    retrying: 0,
    dead: 0,
    pending: 0,
    explainedDuplicates: 0,
  };
  const stored = seqsByKey(account.events);
  judgeStore(evidence, stored, verdict);
  for (const app of apps) {
    const postsOf = postsByKey(posts.filter((post) => post.app === app));
    const stateOf = statesBySeq(account, app);
    for (const [key, found] of postsOf) judgePosts(found, evidence, { app, key }, verdict);
    const open = published.filter((event) => {
      const seqs = stored.get(event.key) ?? (event.seq === null ? [] : [event.seq]);
      const hadSuccess = (postsOf.get(event.key) ?? []).some(({ outcome }) => outcome !== 'failed');
      const hadAnswer = hadSuccess || seqs.length > 0;
      if (event.fate !== 'acknowledged' && !hadAnswer) return false;
      return !isAccountedFor({
        app,
        key: event.key,
        states: seqs.flatMap((seq) => stateOf.get(seq) ?? []),
        hadSuccess,
        verdict,
      });
    });
    // What was never tried is only counted by the API. More than that many cannot hide there.
    const hidden = account.pending.get(app) ?? 0;
    verdict.pending += Math.min(hidden, open.length);
    for (const { key } of open.slice(hidden)) verdict.findings.push({ kind: 'lost', app, key });
  }
  judgeBytes(posts, verdict);
  return verdict;
}

function judgeStore({ published, posts }: Evidence, stored: Map<string, number[]>, verdict: Verdict): void {
  const keyOfSeq = new Map<number, string>();
  const arrived = new Set(posts.flatMap(({ keys }) => keys));
  for (const { key, fate, seq } of published) {
    const isStored = stored.has(key) || arrived.has(key);
    if (fate === 'refused' && isStored) verdict.findings.push({ kind: 'refused_but_stored', app: null, key });
    if (fate === 'unknown' && isStored) verdict.storedUnacknowledged += 1;
    if (fate !== 'acknowledged' || seq === null) continue;
    if (keyOfSeq.has(seq)) verdict.findings.push({ kind: 'seq_given_twice', app: null, key });
    keyOfSeq.set(seq, key);
  }
  for (const [key, seqs] of stored) {
    if (seqs.length > 1) verdict.findings.push({ kind: 'stored_twice', app: null, key });
  }
}

/** Whether this event's way to this app is known; counts what is found. */
function isAccountedFor(input: {
  app: string;
  key: string;
  /** More than one where it was replayed. */
  states: readonly string[];
  hadSuccess: boolean;
  verdict: Verdict;
}): boolean {
  const { app, key, states, hadSuccess, verdict } = input;
  const finding = (kind: FindingKind) => verdict.findings.push({ kind, app, key });
  if (hadSuccess) {
    verdict.delivered += 1;
    return true;
  }
  if (states.includes('delivered')) finding('falsely_delivered');
  else if (states.includes('retrying')) verdict.retrying += 1;
  else if (states.includes('dead')) verdict.dead += 1;
  else if (states.includes('cancelled')) finding('cancelled');
  else return false;
  return true;
}

/** The POSTs of one event to one app, in order. */
function judgePosts(
  posts: readonly Post[],
  { kills, settledWithinMs }: Evidence,
  { app, key }: { app: string; key: string },
  verdict: Verdict,
): void {
  for (const [index, post] of posts.entries()) {
    // A POST that failed, or may have been taken for failed, is followed by others with good reason.
    const successes = posts.slice(0, index).filter(({ outcome }) => outcome === 'answered');
    if (successes.length === 0) continue;
    const isExplained = successes.every((earlier) =>
      kills.some(
        (kill) => earlier.at < kill.at && kill.at < post.at && msBetween(earlier, kill) < settledWithinMs,
      ),
    );
    if (isExplained) verdict.explainedDuplicates += 1;
    else verdict.findings.push({ kind: 'unexplained_duplicate', app, key });
  }
}

/** A success that was long on the disk when the process was killed must not come again. */
function msBetween({ answeredMs }: Post, { atMs }: Kill): number {
  return answeredMs === null ? Number.POSITIVE_INFINITY : atMs - answeredMs;
}

function judgeBytes(posts: readonly Post[], verdict: Verdict): void {
  const hashes = new Map<string, string>();
  for (const { app, keys, bodyHash, isSigned, changed } of posts) {
    const [first = ''] = keys;
    if (!isSigned) verdict.findings.push({ kind: 'bad_signature', app, key: first });
    for (const key of changed) verdict.findings.push({ kind: 'changed_bytes', app, key });
    // The changes of one body travel together, each time the same way.
    const place = JSON.stringify([app, first]);
    const before = hashes.get(place) ?? bodyHash;
    if (before !== bodyHash) verdict.findings.push({ kind: 'changed_bytes', app, key: first });
    hashes.set(place, before);
  }
}

function seqsByKey(events: readonly { seq: number; key: string }[]): Map<string, number[]> {
  const seqs = new Map<string, number[]>();
  for (const { seq, key } of events) seqs.set(key, [...(seqs.get(key) ?? []), seq]);
  return seqs;
}

function postsByKey(posts: readonly Post[]): Map<string, Post[]> {
  const found = new Map<string, Post[]>();
  for (const post of posts.toSorted((a, b) => a.at - b.at)) {
    for (const key of post.keys) {
      const list = found.get(key);
      if (list) list.push(post);
      else found.set(key, [post]);
    }
  }
  return found;
}

function statesBySeq({ deliveries }: Evidence['account'], app: string): Map<number, string[]> {
  const states = new Map<number, string[]>();
  for (const delivery of deliveries) {
    if (delivery.app !== app) continue;
    for (const seq of delivery.seqs) states.set(seq, [...(states.get(seq) ?? []), delivery.state]);
  }
  return states;
}

/** For messages: the first few of each kind. */
export function describeFindings(findings: readonly Finding[]): string[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const found = findings.filter((finding) => finding.kind === kind);
    const some = found.slice(0, 5).map(({ app, key }) => [key, app && `to ${app}`].filter(Boolean).join(' '));
    return `${found.length} × ${kind} (${findingKinds[kind]}): ${some.join(', ')}${found.length > 5 ? ' …' : ''}`;
  });
}
