// The pages of the database file: how many hold something, and how the empty ones go back to the system a few at
// a time. Empty pages are used again before the file grows, so a reserve of them stays.
import { integer, one } from './rows.ts';
import type { Database } from './sqlite-driver.ts';

/** Moving a page costs a read and a write, so one commit moves few. */
const pagesPerStep = 128;
const reservePagesMin = 512;
/** A busy installation fills and empties about this part of its file all the time. */
const reserveShare = 0.1;

export interface FilePages {
  bytesUsed(): number;
  /** Inside a transaction. Answers whether there is more to give back. */
  giveBack(): boolean;
}

export function createFilePages(writer: Database): FilePages {
  const counter = (pragma: string) => {
    const statement = writer.prepare(`pragma ${pragma}`);
    return () => integer(one(statement.get()), pragma);
  };
  const pages = counter('page_count');
  const empty = counter('freelist_count');
  const pageBytes = counter('page_size');

  const excess = () => empty() - Math.max(reservePagesMin, Math.ceil(pages() * reserveShare));

  return {
    bytesUsed: () => (pages() - empty()) * pageBytes(),
    giveBack() {
      const pagesNow = Math.min(excess(), pagesPerStep);
      if (pagesNow <= 0) return false;
      writer.exec(`pragma incremental_vacuum(${pagesNow})`);
      return excess() > 0;
    },
  };
}
