// Meta's own SDK for Node, unmodified, against the Graph API over real HTTP, with real callbacks. It sends the
// token in the query, parameters of a POST as JSON, those of a DELETE in the query, and a JSON body with a GET.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../base/clock.ts';
import type { Outgoing } from '../delivery/outgoing/client.ts';
import { outgoingFor } from '../delivery/outgoing/test-support/outgoing.ts';
import { createVerifyCallback } from '../delivery/verify-callback.ts';
import { ids, seedCast } from './contract/test-cast.ts';
import { type Bench, lantern, openBench } from './test-bench.ts';

/** What is used of the SDK, which has no types of its own. */
interface Sdk {
  FacebookAdsApi: new (token: string, locale: string, reportCrashes: boolean) => object;
  Application: new (id: string, data: object, parentId: undefined, api: object) => SdkApplication;
  WhatsAppBusinessAccount: new (id: string, data: object, parentId: undefined, api: object) => SdkAccount;
}
interface SdkApplication {
  createSubscription(fields: string[], parameters: object): Promise<SdkObject>;
  getSubscriptions(fields: string[], parameters: object): Promise<SdkObject[]>;
  deleteSubscriptions(parameters: object): Promise<object>;
}
interface SdkAccount {
  createSubscribedApp(fields: string[], parameters: object): Promise<SdkObject>;
  getSubscribedApps(fields: string[], parameters: object): Promise<SdkObject[]>;
  deleteSubscribedApps(parameters: object): Promise<object>;
  get(fields: string[]): Promise<SdkObject>;
  getPhoneNumbers(fields: string[], parameters: object): Promise<SdkPage>;
  getAssignedUsers(fields: string[], parameters: object): Promise<SdkPage>;
  createAssignedUser(fields: string[], parameters: object): Promise<SdkObject>;
  deleteAssignedUsers(parameters: object): Promise<object>;
}
/** One page at a time: the cursor itself is turned over. */
interface SdkPage extends Array<SdkObject> {
  hasNext(): boolean;
  hasPrevious(): boolean;
  next(): Promise<SdkPage>;
  previous(): Promise<SdkPage>;
}
interface SdkObject {
  _data: object;
}

const sdk: Sdk = createRequire(import.meta.url)('facebook-nodejs-business-sdk');

let bench: Bench;
/** A new object for each call: the SDK keeps answers in its objects and cannot keep two in one. */
let application: () => SdkApplication;
let account: () => SdkAccount;

beforeEach(async () => {
  const outgoing: Outgoing = outgoingFor({ deadlineMs: 300 });
  let url = '';
  bench = await openBench({
    seedMore: seedCast,
    publicUrl: () => url,
    verifyCallback: createVerifyCallback({
      outgoing,
      policy: { mode: 'dev', allow: [], ports: [] },
      clock: systemClock,
      random: Math.random,
      perMinute: 100,
    }),
  });
  url = await listen(mount);
  Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { configurable: true, get: () => url });
  // Its crash reporter would send reports to Meta.
  const apiOf = (token: string) => new sdk.FacebookAdsApi(token, 'en_US', false);
  application = () => new sdk.Application(lantern.appId, {}, undefined, apiOf(lantern.appToken));
  account = () => new sdk.WhatsAppBusinessAccount(lantern.wabaId, {}, undefined, apiOf(lantern.token));
});
afterEach(() => bench.close());

const mount: RequestListener = async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://graph');
  const reply = await bench.graph.handle({
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: new Map([['authorization', request.headers.authorization ?? '']]),
    contentType: request.headers['content-type'],
    body: await readAll(request),
  });
  response.writeHead(reply.status, reply.headers).end(reply.body);
};

async function readAll(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has this kind of address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const goodCallback: RequestListener = (request, response) => {
  response.end(new URL(request.url ?? '/', 'http://callback').searchParams.get('hub.challenge'));
};

const subscription = (callbackUrl: string, more: object = {}) => ({
  object: 'whatsapp_business_account',
  callback_url: callbackUrl,
  verify_token: 'lantern verify/+&',
  ...more,
});

describe('app subscriptions through the SDK', () => {
  it('are created, amended, listed, and deleted by field and by object', async () => {
    const url = await listen(goodCallback);
    await application().createSubscription(['messages'], subscription(url, { include_values: true }));
    await application().createSubscription([], {
      object: 'whatsapp_business_account',
      fields: ['calls', 'flows'],
    });
    const [listed] = await application().getSubscriptions(['object', 'fields'], {});
    const version = 'v24.0';
    expect(listed?._data).toEqual({
      object: 'whatsapp_business_account',
      fields: expect.arrayContaining(['messages', 'calls', 'flows'].map((name) => ({ name, version }))),
    });
    const some = { object: 'whatsapp_business_account', fields: ['messages', 'calls'] };
    expect(await application().deleteSubscriptions(some)).toEqual({ success: true });
    expect((await application().getSubscriptions([], {}))[0]?._data).toMatchObject({
      fields: [{ name: 'flows', version }],
    });
    expect(await application().deleteSubscriptions({ object: 'whatsapp_business_account' })).toEqual({
      success: true,
    });
    expect(await application().getSubscriptions([], {})).toHaveLength(0);
  });

  it.each<[string, RequestListener, number, RegExp]>([
    ['the wrong challenge', (_request, response) => response.end('1'), 2201, /received="1"$/],
    ['JSON', (_request, response) => response.end('{"ok":true}'), 2201, /^\(#2201\) response does not match/],
    ['HTML', (_request, response) => response.end('<html>'), 2201, /received="\\u003Chtml\\u003e"$/],
    [
      '404',
      (_request, response) => response.writeHead(404).end(),
      2200,
      /HTTP Status Code = 404; HTTP Message = Not Found$/,
    ],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: '/' }).end(),
      2200,
      /Status Code = 302/,
    ],
    ['silence', () => {}, 2200, /curl_errno = 28/],
    ['a cut connection', (request) => request.socket.destroy(), 2200, /curl_errno = 5[26]/],
  ])('are refused when the callback answers with %s', async (_name, callback, code, message) => {
    const refused = application().createSubscription([], subscription(await listen(callback)));
    await expect(refused).rejects.toMatchObject({
      name: 'FacebookRequestError',
      status: 400,
      message: expect.stringMatching(message),
      response: { code, type: 'OAuthException', fbtrace_id: expect.stringMatching(/^A.{22}$/) },
    });
    expect(await application().getSubscriptions([], {})).toHaveLength(0);
  });

  it('tell the SDK which parameter is wrong', async () => {
    await expect(
      application().createSubscription(['mesages'], subscription('http://127.0.0.1/')),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('Param fields[0] must be one of {account_alerts, '),
    });
    await expect(
      application().createSubscription([], subscription('ftp://127.0.0.1/')),
    ).rejects.toMatchObject({
      response: { code: 100, message: '(#100) callback_url: The URL must begin with https://.' },
    });
  });
});

describe('WABA subscriptions through the SDK', () => {
  it('are created, listed and deleted', async () => {
    expect((await account().createSubscribedApp([], {}))._data).toEqual({ success: true });
    const [listed] = await account().getSubscribedApps([], {});
    expect(listed?._data).toEqual({
      whatsapp_business_api_data: {
        id: lantern.appId,
        link: `https://www.facebook.com/games/?app_id=${lantern.appId}`,
        name: 'Lantern Desk',
      },
    });
    expect(await account().deleteSubscribedApps({})).toEqual({ success: true });
    expect(await account().getSubscribedApps([], {})).toHaveLength(0);
  });
});

describe('a WABA through the SDK', () => {
  it('is read with the fields asked for', async () => {
    const read = await account().get(['name', 'owner_business_info']);
    expect(read._data).toMatchObject({ name: 'Lantern Books', id: lantern.wabaId });
  });

  it('shows its numbers page by page, forth and back', async () => {
    const page = await account().getPhoneNumbers(['id'], { limit: 1 });
    const seen = () => page.map(({ _data }) => _data);
    expect(seen()).toEqual([{ id: ids.number }]);
    expect(page.hasPrevious()).toBe(false);
    await page.next();
    expect(seen()).toEqual([{ id: ids.secondNumber }]);
    expect(page.hasNext()).toBe(false);
    await page.previous();
    expect(seen()).toEqual([{ id: ids.number }]);
  });

  it('gives people tasks and takes them away', async () => {
    await account().createAssignedUser([], { user: ids.idle, tasks: ['DEVELOP', 'MANAGE'] });
    const parameters = {
      business: ids.business,
      after: Buffer.from('500000000000012').toString('base64url'),
    };
    const [ida] = await account().getAssignedUsers([], parameters);
    expect(ida?._data).toMatchObject({ id: ids.idle, tasks: ['MANAGE', 'DEVELOP'] });
    expect(await account().deleteAssignedUsers({ user: ids.idle })).toEqual({ success: true });
    expect(await account().getAssignedUsers([], parameters)).toHaveLength(0);
  });

  it('sends notifications elsewhere once an override is set', async () => {
    const url = await listen(goodCallback);
    await account().createSubscribedApp([], {});
    await account().createSubscribedApp([], {
      override_callback_uri: url,
      verify_token: 'lantern verify/+&',
    });
    expect((await account().getSubscribedApps([], {}))[0]?._data).toMatchObject({
      override_callback_uri: url,
    });
  });
});
