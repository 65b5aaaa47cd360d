// What `wahook dev` says beside the story: who is who, how the handshake went, what to try next. Pure.
import { graphHost } from '../../certificates/served-names.ts';
import { demo } from '../../demo.ts';
import type { Addresses } from '../../server.ts';
import type { ShownApp } from '../client/directory-shapes.ts';
import type { Paint } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { aligned } from '../terminal/table.ts';
import { demoCommands, subscribeAppCommand } from './demo-calls.ts';
import type { Advice } from './handshake-advice.ts';

export interface Place {
  url: string;
  /** The TLS port, when there is one. */
  tls: Addresses['tls'];
  adminKey: string;
  data: string;
}

export function bannerLines({ url, tls, data }: Place, paint: Paint): string[] {
  const { app, waba, phoneNumber } = demo;
  return [
    paint.strong(`wahook is up at ${url}`),
    ...(tls
      ? [
          `TLS at ${tls.url}, for clients that insist on ${graphHost}; trust ${tls.caFile}: \`wahook certs\` says how`,
        ]
      : []),
    `app ${app.graphId} "${app.name}", account ${waba.graphId}, phone number +${phoneNumber.displayPhoneNumber}; data in ${data}`,
    paint.bad('Demo tokens, keys and secrets are public: for this machine only.'),
  ];
}

/** Kept over a restart, so somebody may have forgotten them. */
export function faultLines(apps: readonly ShownApp[], paint: Paint): string[] {
  return apps
    .filter(({ faults }) => faults.length > 0)
    .map(({ id, name, faults }) => {
      const end = `\`wahook faults clear --app ${id}\` switches them off`;
      return paint.bad(`Faults are on for "${printable(name, 60)}": ${faults.join(', ')}; ${end}.`);
    });
}

export function handshakeLines(callbackUrl: string, paint: Paint): string[] {
  const joint = callbackUrl.includes('?') ? '&' : '?';
  const query = `hub.mode=subscribe&hub.challenge=…&hub.verify_token=${demo.app.verifyToken}`;
  return [
    '',
    paint.strong('The app subscribes: POST /{app-id}/subscriptions, then POST /{waba-id}/subscribed_apps'),
    `   GET ${printable(callbackUrl)}${joint}${query}`,
    `   ${paint.good('200 and the bare challenge: verified and subscribed')}`,
  ];
}

export function handshakeFailureLines(
  { why, mend }: Advice,
  { url, callbackUrl, message }: { url: string; callbackUrl: string; message: string },
): string[] {
  return [
    '',
    `The handshake with ${printable(callbackUrl)} failed, so nothing is sent there yet.`,
    `   why    ${printable(why)}`,
    `   mend   ${printable(mend)}`,
    `   error  ${printable(message)}`,
    `   then   ${subscribeAppCommand(url, callbackUrl)}`,
  ];
}

export function tryLines(
  { url, adminKey }: Place,
  { callbackUrl, paint }: { callbackUrl: string | null; paint: Paint },
): string[] {
  const commands = demoCommands(url, { adminKey, callbackUrl });
  return [
    '',
    paint.strong('Try it from another terminal; what is sent shows here. Ctrl-C stops.'),
    ...aligned(commands.map(({ name, command }) => [`   ${name}`, command])),
  ];
}

/** The line of `--json`: everything a script needs, in names of its own. */
export function readyValues({ url, tls, adminKey }: Place): object {
  const { app, waba, phoneNumber, accessToken } = demo;
  return {
    url,
    admin_key: adminKey,
    app: { id: app.graphId, secret: app.secret, verify_token: app.verifyToken },
    waba: { id: waba.graphId },
    phone_number: { id: phoneNumber.graphId, display_phone_number: phoneNumber.displayPhoneNumber },
    access_token: accessToken,
    ...(tls && { tls_url: tls.url, ca_file: tls.caFile }),
  };
}
