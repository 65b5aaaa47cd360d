// The guard as every caller meets it: through the outgoing client, with an injected resolver and a connector that
// records. No test connects to an address of the catalogue.
import { type Socket, connect as tcpConnect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import catalogue from '../../../../../hostile/addresses.json' with { type: 'json' };
import type { Outcome, Outgoing, OutgoingOptions } from './client.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { outgoingFor as outgoingWith, recordingConnector, swallowedSocket } from './test-support/outgoing.ts';
import { startRawServer } from './test-support/raw-server.ts';

const modes = ['start', 'dev'] as const;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** Without the test authority: reading the roots again for each of these clients takes seconds. */
function outgoingFor(options: Partial<OutgoingOptions>): Outgoing {
  return outgoingWith({ ca: [], ...options });
}

function policy(mode: EgressPolicy['mode']): EgressPolicy {
  return { mode, allow: [], ports: [443, 8443] };
}

function post(outgoing: Outgoing, url: string, poolKey = 'endpoint-1'): Promise<Outcome> {
  return outgoing.post({ poolKey, url, headers: {}, body: Buffer.from('{}') });
}

/** Gives the answers of a row one after the other, the last one for ever, and counts. */
function scriptedResolver(answers: readonly string[][]) {
  const asked: string[] = [];
  return {
    asked,
    resolve(name: string): Promise<string[]> {
      const answer = answers[Math.min(asked.push(name), answers.length) - 1] ?? [];
      return answer.includes('<no answer>') ? new Promise(() => {}) : Promise.resolve(answer);
    },
  };
}

async function okServer() {
  const server = await startRawServer({ onRequest: (socket) => socket.write(ok) });
  onTestFinished(() => server.close());
  return server;
}

const forbidden = new Set(['address_refused', 'name_not_resolved', 'url_refused']);

describe('an address in the URL', () => {
  it.each(catalogue.literals)('$id ($host): $start in start, $dev in dev', async (row) => {
    for (const mode of modes) {
      for (const verb of ['post', 'get'] as const) {
        const { connect, calls } = recordingConnector();
        const { resolve, asked } = scriptedResolver([]);
        const outgoing = outgoingFor({ policy: policy(mode), connect, resolve });
        const url = `https://${row.host}/`;
        const outcome =
          verb === 'post' ? await post(outgoing, url) : await outgoing.get({ url, headers: {} });
        const address = row.host_after_url?.replace(/^\[|\]$/g, '');
        expect(asked).toEqual([]);
        expect(calls).toEqual(row[mode] === 'allow' ? [`${address}:443`] : []);
        expect(outcome).toMatchObject({
          reason: { allow: 'connection_refused', deny: 'address_refused', invalid: 'url_refused' }[row[mode]],
        });
      }
    }
  });
});

describe('a name', () => {
  const rows = catalogue.dns.filter((row) => row.id !== 'dns-rebind-keepalive');
  it.each(rows)('$id ($name): $start in start, $dev in dev', async (row) => {
    for (const mode of modes) {
      const { connect, calls } = recordingConnector();
      const { resolve, asked } = scriptedResolver(row.answers);
      const outgoing = outgoingFor({ policy: policy(mode), connect, resolve, deadlineMs: 100 });
      let outcome: Outcome | null = null;
      for (const answer of row.answers) {
        calls.length = 0;
        outcome = await post(outgoing, `https://${row.name}/`);
        // One look-up for each connection, and only to what it said.
        expect(calls.every((call) => answer.includes(call.replace(/:443$/, '')))).toBe(true);
        expect(asked.length).toBeLessThanOrEqual(row.answers.length);
      }
      expect(calls.length > 0).toBe(row[mode] === 'allow');
      expect(outcome).toMatchObject({ kind: 'failed' });
    }
  });

  it('dns-rebind-keepalive: an open connection is used again, the next one is judged anew', async () => {
    const row = catalogue.dns.find(({ id }) => id === 'dns-rebind-keepalive');
    const server = await okServer();
    const { connect, calls } = recordingConnector(server.port);
    const { resolve, asked } = scriptedResolver(row?.answers ?? []);
    const outgoing = outgoingFor({ connect, resolve });
    const url = `http://${row?.name}/`;
    expect(await post(outgoing, url)).toMatchObject({ status: 200 });
    expect(await post(outgoing, url)).toMatchObject({ status: 200 });
    expect([asked.length, calls.length]).toEqual([1, 1]);
    outgoing.dropPool('endpoint-1');
    expect(await post(outgoing, url)).toMatchObject({ reason: 'address_refused' });
    expect([asked.length, calls.length]).toEqual([2, 1]);
  });

  it('tries eight addresses at most, in the order of the answer', async () => {
    const row = catalogue.dns.find(({ id }) => id === 'dns-many');
    const { connect, calls } = recordingConnector();
    const { resolve } = scriptedResolver(row?.answers ?? []);
    await post(outgoingFor({ connect, resolve }), 'https://many.test/');
    expect(calls).toEqual(row?.answers[0]?.slice(0, 8).map((address) => `${address}:443`));
  });

  it('goes on to the next address when one does not answer', async () => {
    const server = await okServer();
    const working = recordingConnector(server.port);
    const broken = recordingConnector();
    const outgoing = outgoingFor({
      resolve: async () => ['93.184.216.1', '93.184.216.2'],
      connect: (address, port) => (address.endsWith('.1') ? broken : working).connect(address, port),
    });
    expect(await post(outgoing, 'http://two.test/')).toMatchObject({ status: 200 });
    expect([broken.calls, working.calls]).toEqual([['93.184.216.1:80'], ['93.184.216.2:80']]);
  });

  describe('with addresses that swallow packets', () => {
    /** Seven that never answer, then one that does. */
    const addresses = [1, 2, 3, 4, 5, 6, 7, 8].map((last) => `93.184.216.${last}`);

    async function network(working: string) {
      const server = await okServer();
      const good = recordingConnector(server.port);
      const swallowed: Socket[] = [];
      const connect = (address: string, port: number) => {
        if (address === working) return good.connect(address, port);
        const socket = swallowedSocket();
        swallowed.push(socket);
        return socket;
      };
      return { connect, swallowed };
    }

    it('tries the next one beside them, and lets go of those that lost', async () => {
      const { connect, swallowed } = await network('93.184.216.3');
      const outgoing = outgoingFor({ resolve: async () => addresses, connect });
      const outcome = await post(outgoing, 'http://many.test/');
      expect(outcome).toMatchObject({ status: 200 });
      expect(outcome.durationMs).toBeGreaterThanOrEqual(450);
      expect(outcome.durationMs).toBeLessThan(1_500);
      expect(swallowed.map((socket) => socket.destroyed)).toEqual([true, true]);
    });

    it('opens no more sockets for it than there may be, and gives back those that lost', async () => {
      const { connect, swallowed } = await network('93.184.216.2');
      const open = { resolve: async () => addresses.slice(0, 2), connect };
      const narrow = outgoingFor({ ...open, socketsMax: 1, deadlineMs: 700 });
      expect(await post(narrow, 'http://two.test/')).toMatchObject({ reason: 'timeout' });
      expect(swallowed).toHaveLength(1);
      const wide = outgoingFor({ ...open, socketsMax: 2 });
      for (const poolKey of ['endpoint-1', 'endpoint-2']) {
        // The second finds one socket in use by the first, and the other one free.
        wide.dropPool('endpoint-1');
        expect(await post(wide, 'http://two.test/', poolKey)).toMatchObject({ status: 200 });
      }
    });

    it('ends with the attempt when none answers', async () => {
      const { connect, swallowed } = await network('none');
      const outgoing = outgoingFor({ resolve: async () => addresses, connect, deadlineMs: 600 });
      expect(await post(outgoing, 'http://many.test/')).toMatchObject({ reason: 'timeout' });
      expect(swallowed.length).toBeLessThanOrEqual(3);
      expect(swallowed.every((socket) => socket.destroyed)).toBe(true);
    });
  });

  it('says the same of a name that does not exist and of one that leads inside', async () => {
    const details = new Set<string>();
    for (const resolve of [
      async () => [],
      async () => ['10.0.0.1'],
      async () => ['169.254.169.254'],
      async () => ['fe80::1%eth0'],
      () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
    ]) {
      const outcome = await post(outgoingFor({ policy: policy('start'), resolve }), 'https://x.example/');
      if (outcome.kind === 'response') throw new Error('unreachable');
      expect(forbidden).toContain(outcome.reason);
      details.add(outcome.detail);
    }
    expect([...details]).toEqual(['The host name leads to no address that may be called.']);
  });
});

describe('the far end', () => {
  it('is compared with the address that was judged before anything is written', async () => {
    const server = await okServer();
    const outgoing = outgoingFor({
      resolve: async () => ['93.184.216.34'],
      // A connector, or a network, that leads elsewhere.
      connect: () => tcpConnect(server.port, '127.0.0.1'),
    });
    expect(await post(outgoing, 'http://elsewhere.test/')).toMatchObject({ reason: 'address_refused' });
    expect(server.requests).toEqual([]);
  });

  it('may be written in another way', async () => {
    const server = await okServer();
    for (const [asked, shown] of [
      ['::ffff:8.8.8.8', '8.8.8.8'],
      ['2606:4700:0:0::1', '2606:4700::1'],
    ]) {
      const outgoing = outgoingFor({
        resolve: async () => [asked ?? ''],
        connect: () =>
          Object.defineProperty(tcpConnect(server.port, '127.0.0.1'), 'remoteAddress', { value: shown }),
      });
      expect(await post(outgoing, 'http://same.test/')).toMatchObject({ status: 200 });
    }
  });
});
