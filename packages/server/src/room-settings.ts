// What each room is told of the configuration, in the room's own words.
import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import type { OutgoingOptions } from './delivery/outgoing/client.ts';
import type { ClientCertificateSettings } from './delivery/outgoing/client-identity.ts';
import { retryProfiles } from './delivery/retry/retry.ts';
import type { DeliverySettings } from './delivery/settings.ts';
import type { LimitSettings } from './graph/graph.ts';
import type { RetentionPolicy } from './store/upkeep.ts';

export const hourMs = 60 * 60 * 1000;

export async function outgoingOptionsOf(config: Config): Promise<OutgoingOptions> {
  return {
    policy: {
      mode: config.mode,
      allow: config.egressAllow,
      ports: config.egressPorts,
      nat64: config.egressNat64,
    },
    ...(config.egressProxy !== null && {
      proxy: { url: config.egressProxy, mode: config.egressProxyMode },
    }),
    deadlineMs: config.attemptDeadlineMs,
    responseBytesMax: 65_536,
    excerptBytesMax: 4_096,
    connectionsPerPool: config.deliveryWindow,
    ...(config.egressCaFile !== null && { ca: [await readFile(config.egressCaFile, 'utf8')] }),
  };
}

/** The command line refuses a certificate without its key. */
export function clientCertificateOf({
  clientCertificateName: name,
  clientCertificateFile: certificateFile,
  clientKeyFile: keyFile,
}: Config): ClientCertificateSettings {
  const isOwn = certificateFile !== null && keyFile !== null;
  return { name, files: isOwn ? { certificateFile, keyFile } : null };
}

export function deliverySettingsOf(config: Config): DeliverySettings {
  return {
    gate: {
      window: config.deliveryWindow,
      ratePerSecond: config.deliveryRateMax,
      breaker: {
        failuresMin: config.breakerFailures,
        failingMs: config.breakerAfterMs,
        pauseMs: config.breakerPauseMs,
        pauseMaxMs: Math.max(config.breakerPauseMs, config.breakerPauseMaxMs),
      },
    },
    recoveryPerSecond: config.recoveryPerSecond,
    deactivateAfterMs: config.deactivateAfterHours * hourMs,
    retryToAllApps: config.retryToAllApps,
    allowFaults: config.allowFaults,
    creditEvents: config.deliveryCreditEvents,
    creditBytes: config.deliveryCreditBytes,
    profile: retryProfiles[config.retryProfile],
    acceptAny2xx: config.acceptAny2xx,
  };
}

export function retentionPolicyOf(config: Config): Omit<RetentionPolicy, 'now'> {
  const age = (days: number): number | null => (days === 0 ? null : days * 24 * hourMs);
  return {
    eventAgeMs: age(config.retentionDays),
    deadAgeMs: age(config.deadRetentionDays),
    auditAgeMs: age(config.auditRetentionDays),
    bytesMax: config.retentionBytes === 0 ? null : config.retentionBytes,
    stripBodies: config.stripBodies,
    dedupeWindowMs: config.dedupeWindowHours * hourMs,
  };
}

export function limitsOf(config: Config): LimitSettings {
  return {
    bucCalls: config.graphCallsPerHour,
    bucCallsActive: config.graphCallsPerHourActive,
    appCalls: config.appCallsPerHour,
    secretGuesses: config.secretGuessesPerHour,
    windowMs: config.limitWindowMs,
    slotMs: config.limitSlotMs,
    timeBudgetMs: config.limitTimeBudgetMs,
    throttleStatus: config.throttleStatus,
  };
}
