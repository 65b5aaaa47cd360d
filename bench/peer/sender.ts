// The peer: what a good team writes on a queue package, here pg-boss on PostgreSQL. HTTP in; what is waiting goes
// into the queue as one insert, and each 202 goes out after its insert is durable; workers fetch jobs by the
// hundred, sign and POST them, and complete them together. Arguments: the sink, and a directory.
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { signedHeaders } from '../parts/signed-headers.ts';
import { startPostgres } from './postgres.ts';

const [sink = '', directory = ''] = process.argv.slice(2);
const queue = 'deliveries';
const secret = 'bench-secret-0';
const insertMax = 500;
const inserters = 2;
const fetchMax = 200;
const workers = 4;
/** Between looks at an empty queue that nobody has told us of, as after a restart. */
const idleMs = 100;

interface Job {
  id: string;
  data: { body: string };
}

/** What is used of pg-boss. It is installed when this scenario first runs, so its types are not at hand. */
interface Boss {
  on(event: 'error', listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
  createQueue(name: string): Promise<void>;
  insert(jobs: { name: string; data: Job['data'] }[]): Promise<unknown>;
  fetch(name: string, options: { batchSize: number }): Promise<Job[]>;
  complete(name: string, ids: string[]): Promise<unknown>;
  fail(name: string, ids: string[]): Promise<unknown>;
}

const PgBoss: new (options: object) => Boss = createRequire(import.meta.url)('pg-boss');

const postgres = await startPostgres(directory);
const boss = new PgBoss({ connectionString: postgres.connectionString, max: inserters + workers + 2 });
let isStopping = false;
boss.on('error', complain);
await boss.start();
await boss.createQueue(queue);
const pool = new Pool(sink, { connections: 32, pipelining: 1 });

const waiting: { body: string; response: ServerResponse }[] = [];
let inserting = 0;
let wake: () => void = () => {};

/** Once PostgreSQL is told to stop, everybody who talks to it has something to say. */
function complain(error: Error): void {
  if (!isStopping) process.stderr.write(`peer: ${error.message}\n`);
}

async function insertWaiting(): Promise<void> {
  if (inserting >= inserters) return;
  inserting += 1;
  while (waiting.length > 0) {
    const group = waiting.splice(0, insertMax);
    await boss.insert(group.map(({ body }) => ({ name: queue, data: { body } })));
    for (const { response } of group) {
      response.statusCode = 202;
      response.end();
    }
    wake();
  }
  inserting -= 1;
}

async function work(): Promise<never> {
  for (;;) {
    const jobs = await boss.fetch(queue, { batchSize: fetchMax });
    if (jobs.length === 0) {
      await untilWoken();
      continue;
    }
    const sent = await Promise.all(jobs.map(send));
    const ids = (isSent: boolean) => jobs.filter((_job, index) => sent[index] === isSent).map(({ id }) => id);
    await boss.complete(queue, ids(true));
    if (sent.includes(false)) await boss.fail(queue, ids(false));
  }
}

/** All workers that wait are woken together; those that find nothing wait again. */
function untilWoken(): Promise<void> {
  return new Promise((resolve) => {
    const before = wake;
    const timer = setTimeout(resolve, idleMs);
    wake = () => {
      clearTimeout(timer);
      before();
      resolve();
    };
  });
}

function send({ data }: Job): Promise<boolean> {
  const body = Buffer.from(data.body);
  return new Promise((resolve) => {
    let isOk = false;
    pool.dispatch(
      { path: '/', method: 'POST', headers: signedHeaders(body, secret), body },
      {
        onRequestStart() {},
        onResponseStart(_controller, status) {
          isOk = status === 200;
        },
        onResponseEnd: () => resolve(isOk),
        onResponseError: () => resolve(false),
      },
    );
  });
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    waiting.push({ body: Buffer.concat(parts).toString(), response });
    insertWaiting().catch(complain);
  });
});
server.keepAliveTimeout = 60_000;

for (let no = 0; no < workers; no++) work().catch(complain);
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));
process.once('SIGTERM', async () => {
  isStopping = true;
  await postgres.stop();
  process.exit(0);
});
