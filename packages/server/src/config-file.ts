// Reads wahook.config.json: one JSON object of settings, each as the text that a flag would have. No file is the
// usual case; one that cannot be read, or holds what is no setting, is a problem of the start.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const configFileName = 'wahook.config.json';

/** By name. Problems are added to the list, each naming the file. */
export function readConfigFile(
  directory: string,
  { known, problems }: { known: ReadonlySet<string>; problems: string[] },
): Map<string, string> {
  const parsed = readJson(path.join(directory, configFileName), problems);
  if (parsed === null) return new Map();
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    problems.push(`${configFileName} must hold one JSON object`);
    return new Map();
  }
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (!known.has(name))
      problems.push(`"${name}" in ${configFileName} is not a setting; \`wahook config\` lists them`);
    else values.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return values;
}

/** null: there is none, or none that can be used. */
function readJson(file: string, problems: string[]): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) problems.push(`${configFileName} cannot be read: ${messageOf(error)}`);
    return null;
  }
  try {
    // A file that says `null` is as wrong as one that says `7`.
    return JSON.parse(content) ?? 'null';
  } catch (error) {
    problems.push(`${configFileName} is not JSON: ${messageOf(error)}`);
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
