// What the store promises, for those who want to see it kept: its engine, whether commits wait for the disk, and how
// many have acknowledged events since the start.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { needs } from '../request.ts';

export function mountStore(api: FastifyInstance, { store }: AdminDeps): void {
  api.get('/store', needs('read'), async () => {
    const { engine, settings, isSynchronous, acceptingCommits } = await store.upkeep.durability();
    return { engine, settings, synchronous: isSynchronous, accepting_commits: acceptingCommits };
  });
}
