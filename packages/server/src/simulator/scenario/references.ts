// References in the texts of a scenario: `${reply}` is a variable, `${question.id}` what an earlier step has sent,
// `${now+7d}` a time. `$${` is a plain `${`. Guarantees parts, or what is wrong with which reference.
import { parsePath } from '../set-path.ts';
import { durationWants, readDuration } from './duration.ts';
import { partName } from './scenario.ts';

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'variable'; name: string }
  | { kind: 'step'; name: string; path: readonly string[] }
  /** Unix seconds, or prose such as "January 2, 2026". */
  | { kind: 'time'; form: 'now' | 'date'; offsetMs: number };

/** A hundred years: well within the dates that can be written. */
const offsetDaysMax = 36_500;
const offsetMsMax = offsetDaysMax * 86_400_000;

export type ParsedText = { ok: true; parts: Part[] } | { ok: false; message: string };

export function parseText(text: string): ParsedText {
  const parts: Part[] = [];
  const addText = (more: string) => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += more;
    else if (more !== '') parts.push({ kind: 'text', text: more });
  };
  for (let at = 0; at < text.length; ) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) {
      addText(text.slice(at));
      break;
    }
    addText(text.slice(at, dollar));
    if (text.startsWith('$${', dollar)) {
      addText('${');
      at = dollar + 3;
    } else if (text.startsWith('${', dollar)) {
      const end = text.indexOf('}', dollar);
      const inner = text.slice(dollar + 2, end < 0 ? text.length : end);
      if (end < 0)
        return { ok: false, message: `\${${shown(inner)} is not closed; a plain \${ is written $\${` };
      const part = parseReference(inner);
      if (!part.ok) return part;
      parts.push(part.part);
      at = end + 1;
    } else {
      addText('$');
      at = dollar + 1;
    }
  }
  return { ok: true, parts };
}

function parseReference(inner: string): { ok: true; part: Part } | { ok: false; message: string } {
  const [, form, sign, span] = /^(now|date)(?:([+-])(.*))?$/.exec(inner) ?? [];
  if (form === 'now' || form === 'date') {
    const ms = span === undefined ? 0 : readDuration(span);
    if (ms === null)
      return { ok: false, message: `\${${shown(inner)}}: after ${sign} comes ${durationWants}` };
    if (ms > offsetMsMax)
      return { ok: false, message: `\${${shown(inner)}} is more than ${offsetDaysMax} days from now` };
    return { ok: true, part: { kind: 'time', form, offsetMs: sign === '-' ? -ms : ms } };
  }
  if (partName.test(inner)) return { ok: true, part: { kind: 'variable', name: inner } };
  const dot = inner.search(/[.[]/);
  const name = inner.slice(0, dot);
  if (dot < 0 || !partName.test(name))
    return {
      ok: false,
      message: `\${${shown(inner)}} is neither \${variable}, \${step.path} nor \${now+2h}`,
    };
  const path = parsePath(inner.slice(inner[dot] === '.' ? dot + 1 : dot));
  return path.ok
    ? { ok: true, part: { kind: 'step', name, path: path.steps } }
    : { ok: false, message: `\${${shown(inner)}}: ${path.message}` };
}

function shown(text: string): string {
  return text.slice(0, 60);
}
