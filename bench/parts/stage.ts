// What a scenario is played on: starts processes and files for it, and clears all of them away whatever happens.

import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleInto } from './bundle.ts';
import { type Part, start, startPart } from './child.ts';
import { type Sink, sinkOf } from './sink-client.ts';
import { startWahook, type Wahook } from './wahook.ts';

export interface Stage {
  part(file: string, args?: readonly string[]): Promise<Part>;
  /** The same, bundled as apps are. */
  bundle(file: string, args?: readonly string[]): Promise<Part>;
  sink(args?: readonly string[]): Promise<Sink>;
  /** `dev` with these arguments; without a directory, in a new one. */
  wahook(args: readonly string[], directory?: string): Promise<Wahook>;
  directory(): Promise<string>;
}

export async function onStage<Result>(play: (stage: Stage) => Promise<Result>): Promise<Result> {
  /** In the order in which they were made; they go in the opposite one. */
  const cleanUps: (() => unknown)[] = [];
  const keep = <Thing>(thing: Thing, cleanUp: (thing: Thing) => unknown): Thing => {
    cleanUps.push(() => cleanUp(thing));
    return thing;
  };
  const part = async (file: string, args: readonly string[] = []) =>
    keep(await startPart(file, args), (started) => started.stop());
  const directory = async () => keep(await newDirectory(), (made) => rm(made, remove));
  try {
    return await play({
      part,
      directory,
      bundle: async (file, args = []) => {
        const bundled = await bundleInto(await directory(), file);
        return keep(await start([bundled, ...args]), (started) => started.stop());
      },
      sink: async (args = []) => sinkOf(await part('./sink.ts', args)),
      wahook: async (args, given) =>
        keep(await startWahook(args, given ?? (await directory())), (started) => started.stop()),
    });
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

/** Tried again, because who wrote there may have ended just now. */
const remove = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-bench-'));
  // A bench that is interrupted leaves gigabytes otherwise.
  process.once('exit', () => rmSync(directory, remove));
  return directory;
}
