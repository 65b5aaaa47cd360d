import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { signed } from '../test-receivers/endpoint.ts';
import { examineTest, rowOf } from '../test-receivers/examination.ts';

it('sees in the observation what an app that answers first makes of it afterwards', async () => {
  const handled: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/handled') return void response.end(JSON.stringify({ handled }));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end();
    const body = Buffer.concat(chunks).toString();
    const text = body === '' ? '' : JSON.stringify(JSON.parse(body));
    if (request.headers['x-hub-signature-256'] === signed(Buffer.from(text)))
      handled.push(...(text.match(/wamid[^"]*/g) ?? []));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const report = await examineTest(
    { url: `http://127.0.0.1:${port}/webhook` },
    {
      observe: { kind: 'url', url: `http://127.0.0.1:${port}/handled` },
      observeWaitMs: 80,
      only: ['signature-missing', 'signature-slash', 'signature-plain'],
    },
  );
  expect(rowOf(report, 'signature-missing')).toMatchObject({
    state: 'passed',
    diagnosis: expect.stringContaining('not handled'),
  });
  expect(rowOf(report, 'signature-slash')).toMatchObject({
    state: 'failed',
    diagnosis: expect.stringContaining('fails after the answer'),
  });
});
