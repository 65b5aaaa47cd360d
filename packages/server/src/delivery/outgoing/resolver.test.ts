import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createResolver } from './resolver.ts';

const typeA = 1;
const typeAaaa = 28;

/** Answers every question with the records of its type, and notes what it was asked. */
async function startNameServer(records: Partial<Record<number, Buffer[]>>) {
  const asked: string[] = [];
  const server: Socket = createSocket('udp4', (query, from) => {
    const nameEnd = query.indexOf(0, 12);
    const type = query.readUInt16BE(nameEnd + 1);
    asked.push(`${readName(query.subarray(12, nameEnd))} ${type}`);
    const answers = (records[type] ?? []).map((data) => {
      // Name (pointing at the question), type, class IN, TTL 0, length.
      const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]);
      return Buffer.concat([head, data]);
    });
    const reply = Buffer.concat([query.subarray(0, nameEnd + 5), ...answers]);
    // A response to a recursive query with one question, `answers` answers and nothing else.
    reply.set([0x81, 0x80, 0, 1, 0, answers.length, 0, 0, 0, 0], 2);
    server.send(reply, from.port, from.address);
  });
  onTestFinished(() => void server.close());
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return { asked, servers: [`127.0.0.1:${server.address().port}`] };
}

function readName(labels: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at < labels.length; at += 1 + (labels[at] ?? 0)) {
    parts.push(labels.toString('latin1', at + 1, at + 1 + (labels[at] ?? 0)));
  }
  return parts.join('.');
}

describe('createResolver', () => {
  it('asks for both kinds of address, and for no other name', async () => {
    const { asked, servers } = await startNameServer({
      [typeA]: [Buffer.from([93, 184, 216, 34])],
      [typeAaaa]: [Buffer.from('26062800022000010248189325c81946', 'hex')],
    });
    const addresses = await createResolver({ servers })('two.example');
    expect(addresses).toEqual(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946']);
    expect(asked.sort()).toEqual([`two.example ${typeA}`, `two.example ${typeAaaa}`]);
  });

  it('gives what there is when one kind is missing, and nothing when both are', async () => {
    const onlyV4 = await startNameServer({ [typeA]: [Buffer.from([93, 184, 216, 34])] });
    expect(await createResolver({ servers: onlyV4.servers })('ok.example')).toEqual(['93.184.216.34']);
    const neither = await startNameServer({});
    expect(await createResolver({ servers: neither.servers })('none.example')).toEqual([]);
  });

  it('knows this machine without asking', async () => {
    const { asked, servers } = await startNameServer({ [typeA]: [Buffer.from([6, 6, 6, 6])] });
    for (const name of ['localhost', 'api.localhost']) {
      expect(await createResolver({ servers })(name)).toEqual(['127.0.0.1', '::1']);
    }
    expect(asked).toEqual([]);
  });
});
