// Starts a thread from a module of ours. Run from TypeScript source, a thread has to be taught to read it first:
// unlike a process it does not get tsx from its parent's flags.
import { type Transferable, Worker } from 'node:worker_threads';

export function startThread(
  module: URL,
  options: { workerData: unknown; transferList?: Transferable[] },
): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module, options);
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const boot = `import { register } from ${tsx}; register(); await import(${JSON.stringify(module.href)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(boot)}`), {
    ...options,
    execArgv: ['--conditions=source'],
  });
}
