// Loaded before everything else, in every thread: lets the clock of a process jump by what a file says, in
// milliseconds. The file is named by the query of this module's URL. Only the wall clock jumps, as it does for real.
import { readFileSync } from 'node:fs';

const file = new URL(import.meta.url).searchParams.get('file');
const realNow = Date.now;
const lookEveryMs = 10;
let shift = 0;
let lookAt = 0;

Date.now = () => {
  if (file !== null && performance.now() >= lookAt) {
    lookAt = performance.now() + lookEveryMs;
    try {
      shift = Number(readFileSync(file, 'utf8'));
    } catch {
      // It is being written; what was true ten milliseconds ago will do.
    }
  }
  return realNow() + shift;
};
