// TypeScript in the manuals, as files to compile: code that people copy has to fit what the package exports.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes each fenced `ts` block into the folder, and answers the names of the files. */
export function writeSnippets(page: string, folder: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, code = ''], index) => {
    const name = `${path.basename(path.dirname(page))}-${path.basename(page, '.md')}-${index + 1}.ts`;
    // A block without imports has names of its own all the same.
    writeFileSync(path.join(folder, name), `${code}\nexport {};\n`);
    return name;
  });
}

/** What one block of a manual made and the next one uses, and what other runtimes have. */
export const madeBefore = `
declare const receiver: import('@wahook/receiver').Receiver;
declare const appSecret: string;
declare const clientCertificate: import('@wahook/receiver/client-certificate').ClientCertificateCheck;
declare const tls: import('node:https').ServerOptions;
declare const key: string;
declare const cert: string;
declare namespace Deno {
  type NetAddr = { hostname: string };
  type ServeHandlerInfo<Address> = { remoteAddr: Address };
}
declare namespace Bun {
  type Server<Data> = { data: Data; requestIP: (request: Request) => { address: string } | null };
}
`;

/** What the manuals take for granted: code of the reader's own. */
export const yourApp = `
import type { Receiver } from '@wahook/receiver';
import type { RedisClient } from '@wahook/receiver/dedupe';
export declare const receiver: Receiver;
export declare const redis: RedisClient;
export declare const queue: { push: (bytes: Uint8Array) => Promise<void> };
export declare function answer(number: string | null, conversation: string | null, text: string): Promise<void>;
export declare function sendText(number: string | null, to: string | undefined, text: string): Promise<void>;
export declare function save(id: string, status: string, error?: { code?: number }): Promise<void>;
export declare function linkUser(keys: readonly string[]): Promise<void>;
export declare function loadStatus(id: string): Promise<string | null>;
export declare function saveStatus(id: string, status: string): Promise<void>;
export declare function pauseTemplate(id: bigint | null): Promise<void>;
`;
