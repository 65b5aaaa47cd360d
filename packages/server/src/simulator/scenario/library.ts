// The scenarios that can be run by name: those that come with wahook, and those of the operator's own folder, which
// is read anew each time, so that an edited file counts at once. An own one takes the place of one that came along.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Samples } from '../samples.ts';
import { checkScenarioText } from './check.ts';
import { type Scenario, scenarioBytesMax } from './scenario.ts';

export interface ShelvedScenario {
  /** Of the file; a good one is named the same inside. */
  name: string;
  source: 'shipped' | 'own';
  /** As it stands in the file. */
  text: string;
  /** null: it has problems. */
  scenario: Scenario | null;
  problems: readonly string[];
}

export interface ScenarioLibrary {
  /** By name. */
  list(): Promise<ShelvedScenario[]>;
  find(name: string): Promise<ShelvedScenario | null>;
}

/** Of one folder. */
const filesMax = 500;

export function openScenarios(samples: Samples, ownDirectory: string | null): ScenarioLibrary {
  // From the export map, so that it is right in the bundle as well.
  const shipped = fileURLToPath(new URL('./', import.meta.resolve('wahook/scenarios/conversation.json')));

  async function list(): Promise<ShelvedScenario[]> {
    const own = ownDirectory === null ? [] : await readFolder(ownDirectory, 'own', samples);
    const all = [...(await readFolder(shipped, 'shipped', samples)), ...own];
    const byName = new Map(all.map((each) => [each.name, each]));
    return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  return {
    list,
    find: async (name) => (await list()).find((each) => each.name === name) ?? null,
  };
}

async function readFolder(
  folder: string,
  source: ShelvedScenario['source'],
  samples: Samples,
): Promise<ShelvedScenario[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.slice(0, filesMax).map((file) => readShelved(path.join(folder, file), source, samples)),
  );
}

async function readShelved(
  file: string,
  source: ShelvedScenario['source'],
  samples: Samples,
): Promise<ShelvedScenario> {
  const name = path.basename(file, '.json');
  const bad = (text: string, problems: string[]): ShelvedScenario => ({
    ...{ name, source, text, problems },
    scenario: null,
  });
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
  if (size === 0) return bad('', ['the file is empty, gone, or none']);
  if (size > scenarioBytesMax) return bad('', [`the file is longer than ${scenarioBytesMax} bytes`]);
  const text = await readFile(file, 'utf8').catch(() => '');
  const checked = checkScenarioText(text, samples);
  if (!checked.ok) return bad(text, checked.problems);
  if (checked.scenario.name !== name) return bad(text, [`name: must be ${name}, as the file is called`]);
  return { name, source, text, scenario: checked.scenario, problems: [] };
}
