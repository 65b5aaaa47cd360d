// The query of a request target, which may be a path, a whole URL or nonsense. Never throws, unlike `new URL`.

export function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  if (mark < 0) return new URLSearchParams();
  const hash = target.indexOf('#', mark);
  return new URLSearchParams(target.slice(mark + 1, hash < 0 ? undefined : hash));
}
