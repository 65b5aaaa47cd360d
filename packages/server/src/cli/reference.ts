// The reference pages docs/cli.md and docs/config.md, written from the commands and the table of settings
// themselves. docs.test.ts keeps the files equal to what is written here.
import type { Command } from 'commander';
import { systemClock } from '../base/clock.ts';
import { configFileName } from '../config-file.ts';
import { environmentName, flagName, type Setting, settings } from '../settings.ts';
import { createProgram } from './program.ts';
import { valueText } from './startup/setting-flags.ts';
import { plain } from './terminal/output.ts';

/** Fixed, so that the pages do not depend on who writes them. */
const columns = 100;

export function configReference(): string {
  const rows = settings.map((each) => `| ${settingCells(each).join(' | ')} |`);
  return `# Settings

Each setting can be given as a flag, in the environment, or in a file \`${configFileName}\` in the working directory
(one JSON object, \`{ "port": 4100 }\`). A flag wins over the environment, the environment over the file, the file
over the default. \`wahook config\` shows what counts and where it came from; \`wahook config --mode start\` does
so for \`wahook start\`.

Paths are relative to the working directory. Lists are separated by commas, or are arrays in the file. Bytes and
milliseconds are plain numbers. A name or value that is not understood stops the start and is named.

| key in the file | environment | flag | default of \`dev\` | default of \`start\` | what it is |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

The command line itself reads \`WAHOOK_URL\` and \`WAHOOK_ADMIN_KEY\` (which server to talk to), \`WAHOOK_DEBUG=1\`
(show the stack of unexpected errors) and \`NO_COLOR\`.
`;
}

function settingCells(each: Setting): string[] {
  const code = (text: string) => `\`${text}\``;
  const fallback = (value: unknown) => (valueText(value) === '-' ? '-' : code(valueText(value)));
  return [
    code(each.name),
    code(environmentName(each)),
    code(flagName(each)),
    fallback(each.default.dev),
    fallback(each.default.start),
    each.help.replaceAll('|', '\\|'),
  ];
}

export function cliReference(): string {
  const program = silentProgram();
  const commands = program.commands.map(
    (command) => `## \`wahook ${command.name()}\`

${command.description()}.

${withVerbs(command).map(helpBlock).join('\n\n')}
`,
  );
  return `# Command line

\`npx wahook <command>\`; from a checkout \`npm run -s wahook -- <command>\`. Each page below is what
\`wahook help <command>\` prints, apart from the settings of the server, which stand in [config.md](config.md).

With \`--json\` a command prints one line of JSON on stdout and nothing else there. Problems go to stderr, one line
each. Text that came from outside is printed with control and direction characters made visible.

| exit code | means |
| --- | --- |
| 0 | done |
| 1 | the command was understood and failed; for \`dev\` and \`start\`: every start-up problem is listed |
| 2 | the command line is wrong |
| 130 | interrupted; \`dev\` and \`start\` end with 0 after a graceful stop, and with 130 at once on a second signal |

${commands.join('\n')}`;
}

/** A command, its verbs, and theirs. */
function withVerbs(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withVerbs)];
}

/** The help as it is printed, with the long list of settings replaced by a word about it. */
function helpBlock(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const short = help.replace(
    /^Settings:\n(?: .*\n)+/m,
    'Settings: one flag for each setting, see config.md\n',
  );
  return `\`\`\`\n${short.trimEnd()}\n\`\`\``;
}

function silentProgram(): Command {
  const say = () => {};
  return createProgram({
    output: { line: say, error: say, json: say, columns, paint: plain },
    environment: {},
    directory: '.',
    clock: systemClock,
    stop: new AbortController().signal,
  });
}
