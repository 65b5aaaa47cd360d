// Bundles the server and its threads into packages/server/dist with esbuild: plain JavaScript in few files starts
// in half the time and holds less memory than source that every thread translates for itself. Called by
// ensure.mjs, and only when a source has changed since.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { removeOldBundles } from './old-bundles.mjs';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'packages', 'server', 'src');
/** One folder for each state of the source, so that a running server keeps the files it may still load. */
const bundles = path.join(root, 'packages', 'server', 'dist');

const madeFrom = [
  'packages/server/src',
  'packages/receiver/src',
  'packages/receiver/package.json',
  'scripts',
  'package-lock.json',
].map((place) => path.join(root, place));

/** What becomes a file of its own: the command line, and each thread. */
const entries = {
  main: 'cli/main.ts',
  'store-thread': 'store/thread/worker.ts',
  'delivery-thread': 'delivery/thread/worker.ts',
};
/** What the code finds beside itself. In the bundle everything lies in one folder. */
const beside = {
  'store/thread/worker.ts': './store-thread.js',
  'delivery/thread/worker.ts': './delivery-thread.js',
  'store/migrations/sqlite': './migrations/sqlite/',
};

/** Answers the file to run. */
export async function buildIfChanged() {
  const name = stateOf(madeFrom);
  const bundle = path.join(bundles, name);
  if (!existsSync(bundle)) await bundleInto(bundle);
  return path.join(bundle, 'main.js');
}

/** Whole or not at all: two commands may build at the same moment. */
async function bundleInto(folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  await bundleSource(unfinished);
  cpSync(path.join(source, 'store', 'migrations'), path.join(unfinished, 'migrations'), { recursive: true });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOldBundles(bundles, path.basename(folder));
}

async function bundleSource(outdir) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: Object.entries(entries).map(([out, file]) => ({ out, in: path.join(source, file) })),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['source'],
    // The first has a native part, which it looks for beside its own files; the second is for source only.
    external: ['@photostructure/sqlite', 'tsx'],
    // Some dependencies are CommonJS and ask for Node's own modules with require.
    banner: {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
    // Each thread holds the text of what it has loaded; names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    logLevel: 'warning',
    plugins: [placesInBundle],
  });
}

const placesInBundle = {
  name: 'places-in-bundle',
  setup(build) {
    build.onLoad({ filter: /packages[\\/]server[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      const contents = text.replace(/new URL\('([^']+)', import\.meta\.url\)/g, (_all, target) => {
        const place = path.relative(source, path.resolve(path.dirname(file), target)).replaceAll('\\', '/');
        if (!Object.hasOwn(beside, place)) throw new Error(`${file}: the bundle has no place for ${target}`);
        return `new URL('${beside[place]}', import.meta.url)`;
      });
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * A name for these files and everything below these folders as they are now. Of all of them, not the newest alone:
 * a file that came with an older time, or one with a time to come beside it, is a change as well.
 */
function stateOf(places) {
  const hash = createHash('sha256');
  for (const place of places) addState(place, hash);
  return hash.digest('hex').slice(0, 16);
}

function addState(place, hash) {
  const stat = statSync(place);
  const isFolder = stat.isDirectory();
  hash.update(`${path.relative(root, place)}\0${isFolder ? '' : `${stat.size}\0${stat.mtimeMs}`}\n`);
  if (isFolder) for (const name of readdirSync(place).sort()) addState(path.join(place, name), hash);
}
