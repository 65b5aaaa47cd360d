import type { Plugin } from 'vitest/config';

export function bundledThreads(): Promise<Plugin>;
