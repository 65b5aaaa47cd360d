// Commands of several verbs, such as `wahook apps create`: each asks the server one thing and shows the answer,
// as lines for a person or as one line of JSON. What all verbs have in common is said here once.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { aligned } from '../terminal/table.ts';
import type { ApiClient } from './api-client.ts';
import { collect } from './edit-options.ts';
import { addServerOptions, type ServerOptions, withServer } from './server-options.ts';

export interface Verb<Options, Answer> {
  /** Name and arguments, as commander takes them: `show <app>`. */
  usage: string;
  description: string;
  /** One option an element: flags, what it is, and whether it may come more than once. */
  options?: readonly (readonly [flags: string, description: string, repeatable?: 'repeatable'])[];
  /** Pasteable, without the leading `$`. */
  examples: readonly string[];
  /** What the command does when no verb is named. */
  isDefault?: true;
  ask(client: ApiClient, options: Options, args: readonly string[]): Promise<Answer>;
  show(answer: Answer, options: Options): string[];
}

/** A group alone does what its default verb does; its help names the verbs, and one of them as an example. */
export function addGroup(program: Command, name: string, description: string, example = 'create'): Command {
  return program
    .command(name)
    .description(description)
    .addHelpText('after', `\nExamples:\n  $ wahook ${name}\n  $ wahook ${name} ${example} --help`);
}

export function addVerb<Options extends object, Answer>(
  group: Command,
  context: CliContext,
  verb: Verb<Options, Answer>,
): void {
  const command = group
    .command(verb.usage, { isDefault: verb.isDefault ?? false })
    .description(verb.description);
  for (const [flags, description, repeatable] of verb.options ?? []) {
    if (repeatable) command.option(flags, `${description}; repeatable`, collect);
    else command.option(flags, description);
  }
  command.option('--json', "print the server's answer as one line of JSON");
  const examples = verb.examples.map((example) => `  $ ${example}`).join('\n');
  addServerOptions(command)
    .addHelpText('after', `\nExample${verb.examples.length > 1 ? 's' : ''}:\n${examples}`)
    .action(async () => {
      // A command around the verb that has a --json too takes it for its own.
      const options = command.optsWithGlobals<Options & ServerOptions & { json?: true }>();
      await withServer(options, context, async (client) => {
        const answer = await verb.ask(client, options, command.args);
        if (options.json) context.output.json(answer);
        else for (const line of verb.show(answer, options)) context.output.line(line);
      });
    });
}

/** A member that was not given is left out, so that the server's default holds. */
export function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** `MANAGE,DEVELOP` → a list; nothing given stays nothing. */
export function words(text: string | undefined): string[] | undefined {
  return text?.split(',').map((word) => word.trim());
}

export function yesOrNo(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text !== 'yes' && text !== 'no')
    throw usageError(`${name} must be yes or no, not ${JSON.stringify(text)}.`);
  return text === 'yes';
}

/** Ids stand in paths, so what is not one must not become a path of its own. */
export function pathOf(...parts: readonly (string | undefined)[]): string {
  return ['/api/v1', ...parts.map((part) => encodeURIComponent(part ?? ''))].join('/');
}

/** One thing in full: a name and a value a line. */
export function factLines(facts: Readonly<Record<string, string | number | boolean | null>>): string[] {
  return aligned(Object.entries(facts).map(([name, value]) => [name, value === null ? '-' : String(value)]));
}
