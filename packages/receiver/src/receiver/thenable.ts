// What has to be waited for. Not `instanceof Promise`: an application may have put a class of its own in the place of
// `Promise`, and what async functions answer is none of it.

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
