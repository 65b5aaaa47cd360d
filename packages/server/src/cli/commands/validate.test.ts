import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryDirectory } from '../test-support/recording.ts';

const sample = readFileSync(
  new URL(import.meta.resolve('@wahook/receiver/samples/messages/text.json')),
  'utf8',
);
const value = JSON.stringify(JSON.parse(sample).entry[0].changes[0].value);

async function validate(body: string, ...args: string[]) {
  const directory = await temporaryDirectory();
  await writeFile(path.join(directory, 'body.json'), body);
  return run(['validate', 'body.json', ...args], { directory });
}

describe('wahook validate', () => {
  it('is content with a sample, and with its value alone', async () => {
    const whole = await validate(sample);
    expect([whole.exitCode, whole.lines]).toEqual([0, ['body.json fits: a value of messages.']]);
    const bare = await validate(value, '--field', 'messages');
    expect([bare.exitCode, bare.lines]).toEqual([0, ['body.json fits: a value of messages.']]);
  });

  it('takes a bare change, and names the places in it', async () => {
    const bare = (field: string) => `{"field":"${field}","value":${value}}`;
    expect((await validate(bare('messages'))).lines).toEqual(['body.json fits: a value of messages.']);
    const spoilt = await validate(bare('messages').replace('"from":"', '"from":1,"was":"'));
    expect([spoilt.exitCode, spoilt.lines[0]]).toEqual([
      1,
      expect.stringMatching(/^body\.json:1:\d+: .* it is the number 1 \(\/value\/messages\/0\/from\)$/),
    ]);
    expect((await validate(bare('mesages'))).lines[0]).toContain('body.json:1:10: "mesages" is not a field');
  });

  it('names line, column and path of what does not fit', async () => {
    const spoilt = sample.replace('"from": "', '"from": 1, "was": "').replace('"text": {', '"words": {');
    const { exitCode, lines } = await validate(spoilt);
    expect(exitCode).toBe(1);
    const from = spoilt.slice(0, spoilt.indexOf('"from": 1') + '"from": '.length).split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^body\.json:\d+:\d+: messages\[0\]\.text is missing; /),
      `body.json:${from.length}:${(from.at(-1) ?? '').length + 1}: messages[0].from must be a string; it is the number 1 (/entry/0/changes/0/value/messages/0/from)`,
      'body.json does not fit: 2 found.',
    ]);
    const { lines: json } = await validate(spoilt, '--json');
    expect(JSON.parse(json.join(''))).toMatchObject({
      fits: false,
      found: [{ code: 'missing_member' }, { code: 'wrong_type', line: from.length }],
      more: 0,
    });
  });

  it('shows what is not listed, and calls it no problem', async () => {
    const { exitCode, lines } = await validate(sample.replace('"type": "text"', '"type": "txet"'));
    expect(exitCode).toBe(0);
    expect(lines[0]).toContain('messages[0].type is "txet", which is not listed');
    expect(lines[1]).toBe('body.json fits: a value of messages. What is not listed is no problem.');
  });

  it.each([
    ['half a body', '{"a":', [], ['body.json:1:6: the body ends too early']],
    ['nothing', '', [], ['body.json:1:1: the body is empty; send JSON']],
    ['no value', ' \n', ['--field', 'messages'], ['body.json:1:1: there is nothing in it; give a value']],
    ['half a value', '[1', ['--field', 'messages'], ['body.json:1:3: the body ends too early']],
    [
      'a value without its field',
      value,
      [],
      [
        expect.stringContaining('"messaging_product" is not a member of an event'),
        'Is it a bare value? Then name its field, such as --field messages.',
      ],
    ],
    [
      'a body as a value',
      sample,
      ['--field', 'messages'],
      [
        expect.stringContaining('messaging_product is missing'),
        expect.stringContaining('metadata is missing'),
        'body.json does not fit: 2 found.',
        'It is a whole body. Leave out --field.',
      ],
    ],
    [
      'a misspelt field',
      value,
      ['--field', 'mesages'],
      [expect.stringContaining('Perhaps "messages" is meant.')],
    ],
    [
      'an unknown field',
      '{"waba_id":"1",\n"field":"flow","value":{}}',
      [],
      [expect.stringMatching(/^body\.json:2:9: "flow" is not a field .* Perhaps "flows" is meant\./)],
    ],
    [
      'an empty envelope',
      '{"object":"whatsapp_business_account","entry":[]}',
      [],
      ['body.json: The envelope holds no change. Add one to entry[].changes.'],
    ],
  ])('refuses %s', async (_what, body, args, expected) => {
    const { exitCode, lines } = await validate(body, ...args);
    expect([exitCode, lines]).toEqual([1, expected]);
  });

  it('needs a file that is there', async () => {
    const { exitCode, errors } = await run(['validate', 'nothing.json']);
    expect([exitCode, errors]).toEqual([1, [expect.stringContaining('nothing.json cannot be read')]]);
  });
});
