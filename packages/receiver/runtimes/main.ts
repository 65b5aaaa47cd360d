// `npm run runtimes`: packs the receiver, installs it as a user would, serves it with Deno, Bun and workerd, and asks
// each of them the same questions. Exits with 1 when an answer is wrong. Not part of the suite: the runtimes are
// 350 MB, installed into a folder of their own at the first run. `npm run runtimes -- bun` asks those with that name.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { askAll } from './contract.ts';

const here = import.meta.dirname;
const consumer = mkdtempSync(path.join(tmpdir(), 'wahook-runtimes-'));
const bin = (name: string) => path.join(here, 'node_modules', '.bin', name);
const local = ['--allow-net=127.0.0.1', '--no-prompt'];

type Runtime = {
  name: string;
  /** Has sockets and a database, and can be asked all questions. */
  isServer: boolean;
  command: (port: number) => Promise<[string, string[]]>;
};

const runtimes: Runtime[] = [
  {
    name: 'Deno, node_modules',
    isServer: true,
    command: async (port) => [
      bin('deno'),
      ['run', ...local, '--node-modules-dir=manual', 'deno.js', String(port)],
    ],
  },
  {
    name: 'Deno, bundle with Web Crypto',
    isServer: true,
    command: async (port) => [
      bin('deno'),
      ['run', ...local, await bundle('deno.js', ['workerd']), String(port)],
    ],
  },
  {
    name: 'Bun, node_modules',
    isServer: true,
    command: async (port) => [bin('bun'), ['run', 'bun.js', String(port)]],
  },
  {
    name: 'Bun, bundle with Web Crypto',
    isServer: true,
    command: async (port) => [bin('bun'), ['run', await bundle('bun.js', ['workerd']), String(port)]],
  },
  { name: 'workerd, Web Crypto', isServer: false, command: (port) => workerd(port, ['workerd'], []) },
  {
    name: 'workerd, nodejs_compat',
    isServer: false,
    command: (port) => workerd(port, ['workerd'], ['nodejs_compat']),
  },
  {
    name: 'workerd, nodejs_compat, node:crypto',
    isServer: false,
    command: (port) => workerd(port, [], ['nodejs_compat']),
  },
];

/** One file, the package chosen by these conditions. Answers its name. */
async function bundle(entry: string, conditions: string[]): Promise<string> {
  const outfile = `${path.basename(entry, '.js')}-${conditions.join('-') || 'plain'}.mjs`;
  await build({
    absWorkingDir: consumer,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions,
    external: ['node:*', 'bun:*'],
    logLevel: 'warning',
  });
  return outfile;
}

async function workerd(port: number, conditions: string[], flags: string[]): Promise<[string, string[]]> {
  const worker = await bundle('worker.js', conditions);
  const config = `workerd-${port}.capnp`;
  writeFileSync(
    path.join(consumer, config),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .endpoint)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const endpoint :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "${worker}")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(', ')}]
);
`,
  );
  return [bin('workerd'), ['serve', config]];
}

function install(): void {
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(bin('workerd'))) {
    console.log('Installing the runtimes (350 MB, once) …');
    npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], here);
  }
  npm(['pack', '--loglevel=error', '--pack-destination', consumer], path.join(here, '..'));
  const [tarball = ''] = readdirSync(consumer).filter((name) => name.endsWith('.tgz'));
  const installed = path.join(consumer, 'node_modules', '@wahook', 'receiver');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(consumer, tarball), '-C', installed, '--strip-components=1']);
  for (const name of ['endpoint.js', 'deno.js', 'bun.js', 'worker.js'])
    cpSync(path.join(here, name), path.join(consumer, name));
  const dependencies = { '@wahook/receiver': '*' };
  writeFileSync(path.join(consumer, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
}

/** Answers how many answers were wrong. */
async function ask({ name, isServer, command }: Runtime): Promise<number> {
  const port = await freePort();
  const [program, args] = await command(port);
  const child = spawn(program, args, { cwd: consumer, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const at = `http://127.0.0.1:${port}`;
    await untilUp(at, child);
    const findings = await askAll(at, isServer);
    const wrong = findings.filter(({ problem }) => problem !== null);
    console.log(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${findings.length} questions`);
    for (const finding of wrong) console.log(`     ${finding.name}: ${finding.problem}`);
    return wrong.length;
  } finally {
    child.kill('SIGKILL');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilUp(at: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end && child.exitCode === null) {
    if (
      await fetch(`${at}/handled`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} did not begin to serve; its own lines are above`);
}

const wanted = process.argv[2]?.toLowerCase() ?? '';
const chosen = runtimes.filter(({ name }) => name.toLowerCase().startsWith(wanted));
let wrong = chosen.length === 0 ? 1 : 0;
if (wrong > 0) console.error(`There is no runtime "${wanted}". There are deno, bun and workerd.`);
try {
  if (chosen.length > 0) install();
  for (const runtime of chosen) {
    wrong += await ask(runtime).catch((error: unknown) => {
      console.log(`FAIL ${runtime.name}: ${error}`);
      return 1;
    });
  }
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
