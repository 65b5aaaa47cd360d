// The log: JSON lines by pino on stderr, one wide line per attempt. Messages are fixed texts; what comes from
// outside goes into named fields only, and bodies, tokens and query strings go nowhere.
import { type Logger, pino } from 'pino';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug' | 'level' | 'isLevelEnabled'>;

export function createLog(level: LogLevel): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
}
