// `wahook start` has nothing to do with `wahook dev`'s data: its keys, tokens and secrets are printed in the
// documentation, so a gateway that honours one of them is open to everybody.
import { existsSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { demo, publicSecrets } from '../../demo.ts';
import type { Store } from '../../store/store.ts';
import { devKeyFile } from './key-file.ts';

const publicTokens: readonly string[] = [demo.accessToken, demo.stranger.accessToken];

/** What can be seen before the store is open. */
export function demoProblemsOfConfig(config: Config): string[] {
  const problems: string[] = [];
  if (existsSync(devKeyFile(config.data))) problems.push(seededByDev(config.data));
  if (config.adminKey === demo.adminKey) {
    problems.push(
      'The admin key is the public one of `wahook dev`. Give another with --admin-key, or none to have one made.',
    );
  }
  return problems;
}

/** Looks for the values themselves, not for where they came from: somebody may have copied them. */
export async function demoProblemsOfStore(store: Store, dataDirectory: string): Promise<string[]> {
  if (await store.installation.isDemo()) return [seededByDev(dataDirectory)];
  const problems: string[] = [];
  for (const app of await store.apps.list()) {
    if (publicSecrets.includes(await store.apps.secret(app.id))) {
      problems.push(
        `App ${app.graphId} has a secret of \`wahook dev\`, which is public. Give it another secret.`,
      );
    }
  }
  for (const token of publicTokens) {
    const found = await store.tokens.find(token);
    if (found)
      problems.push(`The access token ${found.label} is one of \`wahook dev\` and public. Revoke it.`);
  }
  return problems;
}

function seededByDev(dataDirectory: string): string {
  return `${dataDirectory} was seeded by \`wahook dev\`, whose tokens and secrets are public. Name another data directory with --data.`;
}
