// The bound on every list.

const rowsMax = 1_000;

export function pageSize(limit: number): number {
  return Math.max(1, Math.min(Math.floor(limit), rowsMax));
}
