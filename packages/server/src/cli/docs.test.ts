// The reference pages are equal to what the code says. UPDATE_DOCS=1 writes them anew.
import { describe, expect, it } from 'vitest';
import { environmentName, flagName, settings } from '../settings.ts';
import { expectPage } from '../test/support/reference-page.ts';
import { cliReference, configReference } from './reference.ts';

describe.each([
  { file: 'config.md', written: configReference },
  { file: 'cli.md', written: cliReference },
])('docs/$file', ({ file, written }) => {
  it('says what the code says', () => expectPage(file, written()));
});

describe('the page of settings', () => {
  it('has exactly one row for each setting, with its name, environment name and flag', () => {
    const rows = configReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const named = rows.map((row) => row.split(' | ').slice(0, 3).join(' '));
    expect(named).toEqual(
      settings.map((each) => `| \`${each.name}\` \`${environmentName(each)}\` \`${flagName(each)}\``),
    );
  });
});

describe('the page of commands', () => {
  it('has a section with usage and example for each command', () => {
    const sections = cliReference().split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(
      [
        'dev',
        'start',
        'trigger',
        'scenario',
        'doctor',
        'verify',
        'validate',
        'events',
        'deliveries',
        'dead-letters',
        'replay',
        'endpoints',
        'faults',
        'why',
        'subscribe',
        'override',
        'subscriptions',
        'businesses',
        'apps',
        'wabas',
        'users',
        'tokens',
        'keys',
        'audit',
        'backup',
        'config',
        'certs',
      ].map((name) => `\`wahook ${name}\``),
    );
    for (const section of sections) {
      expect(section).toContain('Usage: wahook ');
      expect(section).toContain('--json');
      // One for the command and one for each of its verbs.
      const usages = section.match(/^Usage: wahook /gm);
      expect(section.match(/^Examples?:\n {2}\$ /gm)).toHaveLength(usages?.length ?? 0);
    }
  });
});
