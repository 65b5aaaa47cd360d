import { defineConfig } from 'vitest/config';
import { bundledThreads } from './scripts/bundled-threads.mjs';

export default defineConfig({
  plugins: [bundledThreads()],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: [
      'packages/*/{src,catalogue,reference}/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    // The default leaves a core free, which on two cores means one worker; most tests wait more than they compute.
    maxWorkers: '100%',
    // A new process for each file is a third of the CPU of the whole suite. No module keeps state that a test sees;
    // what a test changes of the process (environment, console) it puts back.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default'],
  },
});
