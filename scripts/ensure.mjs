// Makes a fresh clone ready and runs one task: `node scripts/ensure.mjs <task> [args]`, with the tasks listed below.
// Installs when the lockfile, Node or the machine changed; otherwise costs a few milliseconds. No dependencies,
// because it runs before there are any. What serves or is measured runs as a bundle, made anew when a source has
// changed; `dev` and the tests run from TypeScript source.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfChanged } from './build.mjs';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`wahook needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

installIfChanged();

const fromSource = ['--conditions=source', '--import', 'tsx'];
const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
const cli = path.join('packages', 'server', 'src', 'cli', 'main.ts');
const [task = 'start', ...rest] = process.argv.slice(2);

const tasks = {
  start: async () => [[...(await program()), 'dev', ...rest]],
  dev: () => [['--watch', '--watch-preserve-output', ...fromSource, cli, 'dev', ...rest]],
  wahook: async () => [[...(await program()), ...rest]],
  bench: () => [[...fromSource, path.join('bench', 'main.ts'), ...rest]],
  chaos: () => [[...fromSource, path.join('packages', 'server', 'src', 'test', 'chaos', 'main.ts'), ...rest]],
  runtimes: () => [[...fromSource, path.join('packages', 'receiver', 'runtimes', 'main.ts'), ...rest]],
  fuzz: () => [
    [...fromSource, path.join('packages', 'receiver', 'src', 'test', 'mutate', 'main.ts'), ...rest],
  ],
  test: () => [[vitest, 'run', ...rest]],
  check: () => [
    [path.join('node_modules', 'typescript', 'bin', 'tsc'), '--project', '.'],
    [path.join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
  ],
};

if (!Object.hasOwn(tasks, task)) {
  console.error(`There is no task "${task}". Tasks: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
for (const args of await tasks[task]()) {
  const code = await run(args);
  if (code !== 0) process.exit(code);
}

/** The bundle; from source, which takes a second longer to start, where a bundle can't be written. */
async function program() {
  try {
    return [await buildIfChanged()];
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    console.error(`Running from source, because this folder cannot be written to: ${error.path}`);
    return [...fromSource, cli];
  }
}

/** The stamp lives in node_modules, so deleting that folder deletes it too. */
function installIfChanged() {
  const stamp = path.join('node_modules', '.cache', 'wahook-install');
  const lockfile = readFileSync('package-lock.json', 'utf8');
  const wanted = createHash('sha256')
    .update(`${lockfile}${process.version}${process.platform}${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing packages (first start, or the lockfile changed) …');
  // On stderr, so that the task's own output stays clean for scripts.
  const install = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
    {
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (install.status !== 0) {
    console.error('npm ci failed; the lines above say why.');
    process.exit(install.status ?? 1);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Runs one command to its end, hands signals on, and answers its exit code. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}
