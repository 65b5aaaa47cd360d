// What the admin API answers about faults, as far as the command line reads it, and the lines that show it. The
// server's side is admin/routes/app-faults.ts.
import { table } from '../terminal/table.ts';
import { factLines } from './verb.ts';

interface Parameter {
  min: number;
  max: number;
  default: number;
}

export interface ShownFaults {
  app_id: string;
  app_name: string;
  allowed: boolean;
  on: boolean;
  seed: number | null;
  mark: boolean;
  set_at: string | null;
  expires_at: string | null;
  faults: Record<string, Record<string, number>>;
  extras: ShownExtra[];
  available: { name: string; kind: string; does: string; parameters: Record<string, Parameter> }[];
}

interface ShownExtra {
  fault: string;
  /** The delivery that it was sent beside. */
  beside: string;
  at: string;
  duration_ms: number;
  bytes: number;
  status: number | null;
  reason: string;
}

/** What is on, and how the app took what was sent besides. */
export function stateLines(shown: ShownFaults): string[] {
  const extras = shown.extras.map(({ fault, beside, at, duration_ms, bytes, status, reason }) => [
    at,
    fault,
    beside,
    String(bytes),
    status === null ? '-' : String(status),
    reason,
    `${duration_ms} ms`,
  ]);
  const heading = ['SENT BESIDES', 'FAULT', 'DELIVERY', 'BYTES', 'STATUS', 'REASON', 'TOOK'];
  return [
    ...(shown.on ? onLines(shown) : [`No faults are on for ${shown.app_name}.${whyOff(shown)}`]),
    ...(extras.length > 0 ? ['', ...table(heading, extras)] : []),
  ];
}

function onLines(shown: ShownFaults): string[] {
  return [
    `Faults are on for ${shown.app_name}: what it gets is disturbed on purpose.`,
    ...factLines({
      seed: shown.seed,
      until: shown.expires_at ?? 'switched off',
      marked: shown.mark ? 'yes, x-wahook-fault says which' : 'no, the app cannot tell',
    }),
    '',
    ...table(
      ['FAULT', 'PARAMETERS'],
      Object.entries(shown.faults).map(([name, parameters]) => [name, parameterText(parameters)]),
    ),
  ];
}

function whyOff({ allowed, expires_at, faults }: ShownFaults): string {
  if (!allowed) return ' This server allows none: setting allow_faults.';
  return Object.keys(faults).length > 0 && expires_at !== null
    ? ` The last ones ended at ${expires_at}.`
    : '';
}

/** What there is to choose from. */
export function availableLines({ available }: ShownFaults): string[] {
  const rows = available.map(({ name, does, parameters }) => [
    name,
    does,
    parameterText(Object.fromEntries(Object.entries(parameters).map(([each, of]) => [each, of.default]))),
  ]);
  return ['', ...table(['FAULT', 'WHAT THE APP SEES', 'DEFAULTS'], rows)];
}

function parameterText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
