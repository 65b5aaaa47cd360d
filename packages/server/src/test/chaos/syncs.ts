// From what strace wrote to the question that a kill cannot answer: did every acknowledgement wait until its commit
// was synced to the disk? Pure.

export interface Sync {
  file: string;
  startedMs: number;
  endedMs: number;
}

/** An acknowledgement that stands for a commit of its own process, on the wall clock. */
export interface Acknowledgement {
  sentMs: number;
  answeredMs: number;
}

const whole = /^\d+ +(\d+\.\d+) f(?:data)?sync\(\d+<(.*)>\) += 0 <(\d+\.\d+)>$/;
const begun = /^(\d+) +(\d+\.\d+) f(?:data)?sync\(\d+<(.*)> <unfinished \.\.\.>$/;
const resumed = /^(\d+) +\d+\.\d+ <\.\.\. f(?:data)?sync resumed>\) += 0 <(\d+\.\d+)>$/;

/** Of the output of `strace -f -ttt -T -y`; calls that failed or never returned do not count. */
export function readSyncs(trace: string): Sync[] {
  const syncs: Sync[] = [];
  const open = new Map<string, { file: string; startedMs: number }>();
  const add = (file: string, startedMs: number, seconds: string | undefined) =>
    syncs.push({ file, startedMs, endedMs: startedMs + Number(seconds) * 1000 });
  for (const line of trace.split('\n')) {
    const call = whole.exec(line);
    if (call) add(call[2] ?? '', Number(call[1]) * 1000, call[3]);
    const start = begun.exec(line);
    if (start) open.set(start[1] ?? '', { file: start[3] ?? '', startedMs: Number(start[2]) * 1000 });
    const end = resumed.exec(line);
    const before = end && open.get(end[1] ?? '');
    if (before) add(before.file, before.startedMs, end[2]);
  }
  return syncs;
}

/** The wall clock of the harness has whole milliseconds. */
const clockErrorMs = 2;

/** The acknowledgements that went out although no sync of the log lies between the request and them. */
export function withoutSync(
  acknowledgements: readonly Acknowledgement[],
  syncs: readonly Sync[],
): Acknowledgement[] {
  const logs = syncs.filter(({ file }) => file.endsWith('-wal'));
  return acknowledgements.filter(
    ({ sentMs, answeredMs }) =>
      !logs.some(
        ({ startedMs, endedMs }) =>
          startedMs >= sentMs - clockErrorMs && endedMs <= answeredMs + clockErrorMs,
      ),
  );
}
