// The bound on every list that grows with use.

export const rowsMax = 1_000;

export function pageSize(limit: number): number {
  return Math.max(1, Math.min(Math.floor(limit), rowsMax));
}
