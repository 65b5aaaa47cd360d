import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput, type TerminalStream } from './output.ts';

function terminal({ isTTY }: { isTTY: boolean }): { stream: TerminalStream; written(): string } {
  const stream = Object.assign(new PassThrough(), { isTTY });
  return { stream, written: () => String(stream.read() ?? '') };
}

function outputTo(isTTY: boolean, environment: Record<string, string> = {}) {
  const stdout = terminal({ isTTY });
  const stderr = terminal({ isTTY });
  return {
    stdout,
    stderr,
    output: createOutput({ stdout: stdout.stream, stderr: stderr.stream }, environment),
  };
}

describe('output', () => {
  it('keeps results and problems apart', () => {
    const { output, stdout, stderr } = outputTo(false);
    output.line('result');
    output.line();
    output.error('problem');
    output.json({ text: '\u009b2J' });
    expect(stdout.written()).toBe('result\n\n{"text":"\\u009b2J"}\n');
    expect(stderr.written()).toBe('problem\n');
  });

  it('has colours on a terminal, unless NO_COLOR is set', () => {
    expect(outputTo(true).output.paint.good('ok')).toBe('\u001b[32mok\u001b[39m');
    expect(outputTo(false).output.paint.good('ok')).toBe('ok');
    expect(outputTo(true, { NO_COLOR: '1' }).output.paint.good('ok')).toBe('ok');
    expect(outputTo(true, { NO_COLOR: '' }).output.paint.good('ok')).not.toBe('ok');
  });

  it('takes a closed pipe calmly, and says when the disk is the reason', () => {
    const { stdout, stderr } = outputTo(false);
    stdout.stream.emit('error', Object.assign(new Error('closed'), { code: 'EPIPE' }));
    expect(stderr.written()).toBe('');
    stdout.stream.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }));
    expect(stderr.written()).toBe('The output cannot be written (ENOSPC).\n');
  });
});
