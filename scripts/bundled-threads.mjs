// For the tests: lets the threads that a test starts run from the bundle, as they do in production. From source,
// every thread has to translate all it loads, which took a fifth of the suite's time.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfChanged } from './build.mjs';

const threads = {
  'store/thread/open.ts': 'store-thread.js',
  'delivery/thread/start.ts': 'delivery-thread.js',
};

/** A Vite plugin. It bundles once, at the start: a run that watches for changes is better off without it. */
export async function bundledThreads() {
  const bundle = path.dirname(await buildIfChanged());
  return {
    name: 'bundled-threads',
    transform(code, id) {
      const thread = Object.entries(threads).find(([module]) => id.endsWith(`packages/server/src/${module}`));
      if (thread === undefined) return null;
      const place = JSON.stringify(pathToFileURL(path.join(bundle, thread[1])).href);
      const bundled = code.replace(
        /new URL\((["'])\.\/worker\.ts\1, import\.meta\.url\)/,
        `new URL(${place})`,
      );
      if (bundled === code) throw new Error(`${id}: the thread it starts was not found`);
      return { code: bundled, map: null };
    },
  };
}
