// The client certificate that callbacks may ask for: what receivers are to trust, and the two steps of a rotation.
// Both roots are handed out from the first step on, so that receivers trust the new one before it is used.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonNameOf, expiryOf, fingerprintOf } from '../../certificates/judge.ts';
import { OwnCertificateError, readOwnCertificate } from '../../certificates/own-certificate.ts';
import {
  type CertificateDeps,
  ensureFirst,
  prepareNext,
} from '../../delivery/outgoing/client-certificates.ts';
import type { ClientCertificate } from '../../store/certificates.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { oneOf, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime } from '../show.ts';

const steps = ['prepare', 'switch'] as const;

export function mountClientCertificates(api: FastifyInstance, deps: AdminDeps): void {
  // Makes the first one: whoever asks is about to tell a receiver what to trust.
  api.get('/client-certificates', needs('read'), async (request) => {
    await noteFirstCertificate(deps, request);
    return show(deps);
  });

  api.post('/client-certificates/rotate', needs('admin'), async (request) => {
    const { step } = readBody(bodyOf(request), { step: oneOf(steps) });
    if (deps.clientCertificate.files)
      throw problem(
        'not_applicable',
        'This server shows a certificate of your own. Replace its two files; they are read again within a minute.',
      );
    await noteFirstCertificate(deps, request);
    const isDone = step === 'prepare' ? await prepareNext(ownOf(deps)) : await switchToNext(deps);
    if (isDone) await noteRotation(deps, request, step);
    return show(deps);
  });
}

/** Makes wahook's own certificate where there is none, and says in the audit log who caused it. */
export async function noteFirstCertificate(deps: AdminDeps, request: FastifyRequest): Promise<void> {
  if (deps.clientCertificate.files || !(await ensureFirst(ownOf(deps)))) return;
  const current = await find(deps, 'current');
  const subject = current ? fingerprintOf(current.root) : 'client certificate';
  await noteChange(deps, request, { action: 'client_certificate.created', subject, details: {} });
}

async function switchToNext({ store }: AdminDeps): Promise<boolean> {
  const { shown } = await store.certificates.showNext();
  if (shown) return true;
  throw problem(
    'not_applicable',
    'There is no next certificate to switch to. Prepare one, and have receivers trust its root first.',
  );
}

async function noteRotation(
  deps: AdminDeps,
  request: FastifyRequest,
  step: (typeof steps)[number],
): Promise<void> {
  const isSwitch = step === 'switch';
  const [now, before] = await Promise.all([
    find(deps, isSwitch ? 'current' : 'next'),
    find(deps, isSwitch ? 'previous' : 'current'),
  ]);
  await noteChange(deps, request, {
    action: isSwitch ? 'client_certificate.switched' : 'client_certificate.prepared',
    subject: now ? fingerprintOf(now.root) : 'client certificate',
    details: { root_before: before ? fingerprintOf(before.root) : null },
  });
}

async function find(
  { store }: AdminDeps,
  role: ClientCertificate['role'],
): Promise<ClientCertificate | null> {
  return (await store.certificates.list()).find((each) => each.role === role) ?? null;
}

async function show({ store, clientCertificate }: AdminDeps): Promise<Record<string, unknown>> {
  if (clientCertificate.files) {
    const { leaf } = await readOwnCertificate(clientCertificate.files).catch((error) => {
      throw error instanceof OwnCertificateError ? problem('not_applicable', error.message) : error;
    });
    return { source: 'file', data: [{ role: 'current', ...showLeaf(leaf), root: null }], ca_bundle: null };
  }
  const certificates = await store.certificates.list();
  return {
    source: 'wahook',
    data: certificates.map(({ role, leaf, root, createdAt }) => ({
      role,
      ...showLeaf(leaf),
      root: { ...showAuthority(root), created_at: isoTime(createdAt) },
    })),
    ca_bundle: certificates.map(({ root }) => root).join(''),
  };
}

function showLeaf(pem: string): Record<string, unknown> {
  return { common_name: commonNameOf(pem), ...facts(pem) };
}

function showAuthority(pem: string): Record<string, unknown> {
  return { name: commonNameOf(pem), ...facts(pem) };
}

function facts(pem: string): Record<string, unknown> {
  return { fingerprint_sha256: fingerprintOf(pem), expires_at: isoTime(expiryOf(pem)) };
}

function ownOf({ store, clock, clientCertificate }: AdminDeps): CertificateDeps {
  return { store, clock, name: clientCertificate.name };
}
