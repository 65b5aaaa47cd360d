// Whether what is acknowledged is on the disk: a kill cannot show that, since the system keeps what a dead process
// had written. So the database is asked what it does, and the number of its promises can be compared with how often
// the disk was told to keep them.

export interface Durability {
  /** What the commits do, in the words of the engine, read back from it. */
  engine: string;
  settings: Record<string, string>;
  /** Whether a commit returns only when it is on the disk. */
  isSynchronous: boolean;
  /** Commits since the start that acknowledged events. */
  acceptingCommits: number;
}
