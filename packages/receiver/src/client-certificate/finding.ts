// What a source of certificates says of one request, before the name is compared.
import type { ClientCertificateRefusal } from './check.ts';

export type Finding =
  | { found: true; commonNames: readonly string[] }
  | { found: false; reason: ClientCertificateRefusal };

export function notFound(reason: ClientCertificateRefusal): Finding {
  return { found: false, reason };
}
