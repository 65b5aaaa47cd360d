// Backups after a kill: what has its final name is whole and holds what was acknowledged before it was asked for;
// what was cut off is called .partial. Each is looked at once, then removed.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { integer, one, text } from '../../store/rows.ts';
import { openDatabase } from '../../store/sqlite-driver.ts';

export async function checkBackups(directory: string, promisedSeqs: readonly number[]): Promise<void> {
  for (const file of await readdir(directory)) {
    const place = path.join(directory, file);
    if (file.endsWith('.db')) checkWhole(place, promisedSeqs);
    else if (!/\.db\.partial(-journal|-wal|-shm)?$/.test(file))
      throw new Error(`a backup left ${file} behind`);
    await rm(place);
  }
}

function checkWhole(file: string, promisedSeqs: readonly number[]): void {
  const database = openDatabase(file, { readOnly: true, busyTimeoutMs: 0 });
  try {
    const finding = text(one(database.prepare('pragma quick_check').get()), 'quick_check');
    if (finding !== 'ok') throw new Error(`the backup ${file} is damaged: ${finding}`);
    const kept = database.prepare('select seq from events order by seq').all();
    const seqs = new Set(kept.map((row) => integer(row, 'seq')));
    // Retention may have taken the oldest; it takes nothing that came after what it left.
    const oldest = Math.min(...seqs);
    const missing = promisedSeqs.filter((seq) => seq >= oldest && !seqs.has(seq));
    if (missing.length > 0) throw new Error(`the backup ${file} lacks ${missing.length} acknowledged events`);
  } finally {
    database.close();
  }
}
