// A `wahook dev` that runs inside the test process, for commands to talk to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { begin, until } from './recording.ts';

export interface LiveServer {
  url: string;
  stop(): Promise<void>;
}

export async function startServer(...args: string[]): Promise<LiveServer> {
  const data = await mkdtemp(path.join(tmpdir(), 'wahook-cli-'));
  const dev = begin(['dev', '--json', '--port', '0', '--data', data, ...args]);
  await until(() => dev.lines.length > 0);
  const { url }: { url: string } = JSON.parse(dev.lines[0] ?? '');
  return {
    url,
    async stop() {
      await dev.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
