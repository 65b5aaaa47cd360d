// What a configuration is once it was read: one frozen object with a value for every setting of settings.ts.
import type { EgressProxyMode } from './delivery/outgoing/egress-proxy.ts';
import type { RetryProfileName } from './delivery/retry/retry.ts';
import type { LogLevel } from './observe/log.ts';

export type Mode = 'dev' | 'start';

export interface Config {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number | null;
  readonly data: string;
  readonly masterKeyFile: string | null;
  readonly adminKey: string | null;
  readonly logLevel: LogLevel;
  readonly rules: 'current' | 'original';
  readonly developmentApps: 'test' | 'own';
  readonly retryProfile: RetryProfileName;
  readonly attemptDeadlineMs: number;
  readonly handshakesPerMinute: number;
  readonly publicUrl: string | null;
  readonly graphCallsPerHour: number;
  readonly graphCallsPerHourActive: number;
  readonly appCallsPerHour: number;
  readonly secretGuessesPerHour: number;
  readonly limitWindowMs: number;
  readonly limitSlotMs: number;
  readonly limitTimeBudgetMs: number;
  readonly throttleStatus: 400 | 429;
  readonly deliveryWindow: number;
  readonly deliveryRateMax: number;
  readonly breakerFailures: number;
  readonly breakerAfterMs: number;
  readonly breakerPauseMs: number;
  readonly breakerPauseMaxMs: number;
  readonly retryToAllApps: boolean;
  readonly deactivateAfterHours: number;
  readonly recoveryPerSecond: number;
  readonly replayPerSecond: number;
  readonly deliveryCreditEvents: number;
  readonly deliveryCreditBytes: number;
  readonly acceptAny2xx: boolean;
  readonly wireEscapes: 'meta' | 'plain';
  readonly extraFields: readonly string[];
  readonly egressAllow: readonly string[];
  readonly egressPorts: readonly number[];
  readonly egressCaFile: string | null;
  readonly egressProxy: string | null;
  readonly egressProxyMode: EgressProxyMode;
  readonly egressNat64: readonly string[];
  readonly clientCertificateName: string;
  readonly clientCertificateFile: string | null;
  readonly clientKeyFile: string | null;
  readonly waitingRequestsMax: number;
  readonly waitingBytesMax: number;
  readonly shutdownDeadlineMs: number;
  readonly retentionDays: number;
  readonly deadRetentionDays: number;
  readonly auditRetentionDays: number;
  readonly retentionBytes: number;
  readonly stripBodies: boolean;
  readonly dedupeWindowHours: number;
  readonly diskLowBytes: number;
  readonly ballastBytes: number;
  readonly backupDirectory: string | null;
}

export type ConfigKey = Exclude<keyof Config, 'mode'>;
