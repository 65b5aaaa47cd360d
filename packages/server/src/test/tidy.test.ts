// Tests of the source itself: who may import whom, and words that have a better home.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources, type SourceFile } from './support/source-files.ts';

/** A room may import rooms to its left. Rooms in one cell do not know each other. */
const order: string[][] = [
  ['base'],
  ['observe'],
  ['store', 'certificates'],
  ['access'],
  ['routing'],
  ['accept', 'delivery'],
  ['simulator'],
  ['graph', 'admin', 'doctor'],
  ['http'],
  ['setting-parsers.ts', 'config-file.ts', 'config-shape.ts'],
  ['setting.ts'],
  ['settings.ts'],
  ['server.ts', 'room-settings.ts', 'config.ts', 'demo.ts'],
  ['cli'],
];

/** Imports inside the composition cell, and of modules without behaviour, that the order alone would refuse. */
const allowed = new Set([
  'server.ts → config.ts',
  'server.ts → demo.ts',
  'server.ts → room-settings.ts',
  'room-settings.ts → config.ts',
]);

const server = readSources('packages/server/src').filter((file) => !isTest(file));
const receiver = readSources('packages/receiver/src').filter((file) => !isTest(file));

function isTest(file: SourceFile): boolean {
  return /\.test\.ts$|\/test\/|\/conformance\.ts$|\/test-/.test(file.path);
}

function roomOf(relative: string): string {
  return relative.split('/')[0] ?? relative;
}

describe('rooms', () => {
  it('are found at all', () => {
    expect(server.length).toBeGreaterThan(100);
    expect(receiver.length).toBeGreaterThan(20);
  });

  it('import only rooms to their left', () => {
    const wrong: string[] = [];
    const rank = new Map(order.flatMap((rooms, index) => rooms.map((room) => [room, index] as const)));
    for (const file of server) {
      const relative = file.path.replace('packages/server/src/', '');
      for (const { specifier } of file.imports) {
        if (!specifier.startsWith('.')) continue;
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(relative), specifier));
        const [from, to] = [roomOf(relative), roomOf(target)];
        if (from === to || allowed.has(`${from} → ${to}`)) continue;
        const [fromRank, toRank] = [rank.get(from), rank.get(to)];
        if (fromRank === undefined || toRank === undefined || toRank >= fromRank)
          wrong.push(`${relative} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keep the protocol pure: no Node module but crypto, nothing from other rooms', () => {
    const wrong = receiver
      .filter((file) => file.path.includes('/protocol/'))
      .flatMap((file) => file.imports.map(({ specifier }) => ({ file: file.path, specifier })))
      .filter(({ specifier }) => !specifier.startsWith('./') && specifier !== 'node:crypto');
    expect(wrong).toEqual([]);
  });

  it('give the receiver package no dependency', () => {
    const wrong = receiver
      .flatMap((file) => file.imports.map(({ specifier }) => ({ file: file.path, specifier })))
      .filter(({ specifier }) => !/^(\.|node:|#crypto$)/.test(specifier));
    expect(wrong).toEqual([]);
  });
});

describe('words with a better home', () => {
  const rules: { word: RegExp; home: RegExp; instead: string }[] = [
    { word: /\bprocess\.env\b/, home: /cli\/main\.ts$/, instead: 'config.ts, handed down' },
    {
      word: /\bDate\.now\b|\bnew Date\(\)/,
      home: /(base|dedupe)\/clock\.ts$|client-certificate\/client-certificate\.ts$/,
      instead: 'the injected clock',
    },
    {
      word: /\bconsole\./,
      home: /receiver\/receiver\.ts$/,
      instead: 'the log, or the command line’s output',
    },
    {
      word: /\bsetTimeout\b|\bsetInterval\b/,
      home: /base\/clock\.ts$|delivery\/|receiver\/|doctor\/observation\.ts$|cli\/(client\/follow|stand-in\/story)\.ts$/,
      instead: 'clock.after',
    },
    { word: /\bas any\b|: any\b|@ts-ignore|@ts-expect-error/, home: /^$/, instead: 'a type' },
  ];

  it.each(rules)('$word stands only where it belongs', ({ word, home, instead }) => {
    const wrong = [...server, ...receiver]
      .filter((file) => !home.test(file.path) && word.test(withoutComments(file.text)))
      .map((file) => `${file.path}: use ${instead}`);
    expect(wrong).toEqual([]);
  });

  it('opens connections in the one outgoing module only', () => {
    const opener = /from 'undici'|from 'node:(net|tls|http|https|http2|dgram|dns|dns\/promises)'|\bfetch\(/;
    const home =
      /delivery\/outgoing\/|http\/listener\.ts|cli\/(client\/api-client|stand-in\/example-receiver|startup\/listen-problem)\.ts|client-certificate\/trusted-proxies\.ts/;
    const wrong = [...server, ...receiver]
      .filter((file) => opener.test(runtimeText(file)) && !home.test(file.path))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  it('has no drawer', () => {
    const drawer = /\/(utils?|helpers?|common|misc|types|models)(\.ts|\/)/;
    expect([...server, ...receiver].map((file) => file.path).filter((file) => drawer.test(file))).toEqual([]);
  });
});

describe('files', () => {
  it('open with a comment that says what they are for', () => {
    const silent = [...server, ...receiver].filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(file.text));
    expect(silent.map((file) => file.path)).toEqual([]);
  });

  it('stay readable: no source file over 400 lines', () => {
    const long = [...server, ...receiver].filter((file) => file.text.split('\n').length > 400);
    expect(long.map((file) => file.path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

/** Type-only imports open nothing. */
function runtimeText(file: SourceFile): string {
  return withoutComments(file.text).replaceAll(/^import type .*$/gm, '');
}
