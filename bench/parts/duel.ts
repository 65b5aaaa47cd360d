// wahook and the raw forwarder on one stage, delivering to the same sink: what most scenarios begin with.
import { addApps, showClientCertificate } from './apps.ts';
import type { Contender } from './delivered.ts';
import type { ScenarioOptions } from './scenario.ts';
import type { Sink } from './sink-client.ts';
import type { Stage } from './stage.ts';
import { forwarderTarget, publishTarget } from './targets.ts';
import type { TlsFiles } from './tls-files.ts';
import type { Wahook } from './wahook.ts';

export interface Duel {
  sink: Sink;
  server: Wahook;
  wahook: Contender;
  forwarder: Contender;
}

export interface DuelSettings {
  fanOut: number;
  /** Changes in one POST. */
  changes: number;
  tls: TlsFiles | null;
}

export async function setUpDuel(
  stage: Stage,
  { fanOut, changes, tls }: DuelSettings,
  { connections, changeBytes }: Pick<ScenarioOptions, 'connections' | 'changeBytes'>,
): Promise<Duel> {
  const parcel = { changes, bytes: changeBytes };
  const { server: identity, client } = tls ?? {};
  const sink = await stage.sink(
    identity ? [identity.certificate, identity.key, ...(client ? [client.authority] : [])] : [],
  );
  const trust = identity ? [identity.authority] : [];
  const own = client ? [client.certificate, client.key] : [];
  const forwarder = await stage.part('./forwarder.ts', [sink.url, String(fanOut), ...trust, ...own]);
  const server = await stage.wahook([
    ...['--forward-to', sink.url],
    ...(identity ? ['--egress-ca-file', identity.authority] : []),
    ...(client ? ['--client-certificate-file', client.certificate, '--client-key-file', client.key] : []),
  ]);
  if (client) await showClientCertificate(server);
  await addApps(server, sink.url, fanOut);
  return {
    sink,
    server,
    wahook: {
      target: publishTarget(server, parcel),
      connections,
      pid: server.pid,
      changes,
      fanOut,
    },
    forwarder: {
      target: forwarderTarget(forwarder.url, parcel),
      connections,
      pid: forwarder.pid,
      changes,
      fanOut,
    },
  };
}
