// Reads one saved body, from a file or from standard input.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';

/** A body of 3 MB saved as hex, and some room. */
const fileBytesMax = 8 * 1024 * 1024;

/** `-` is standard input. */
export async function readBody(
  file: string,
  { directory, input = noInput() }: CliContext,
): Promise<Uint8Array> {
  const stream: AsyncIterable<Uint8Array> =
    file === '-' ? input : createReadStream(path.resolve(directory, file));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > fileBytesMax) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new CliError(`The file ${file} cannot be read. Name the file that holds the raw body.`, { cause });
  }
  if (length > fileBytesMax) {
    throw new CliError(
      `${file} is larger than 8 MB, and a notification has 3 MB at most. Name the file of one body.`,
    );
  }
  return Buffer.concat(chunks);
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
