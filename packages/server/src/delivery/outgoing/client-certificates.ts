// What becomes of wahook's own client certificate over the years: made when first needed, renewed before it ends,
// exchanged for one of another authority in two steps. The store keeps it and settles who is first, so main and
// delivery may do the same thing at the same time.
import type { Clock } from '../../base/clock.ts';
import { commonNameOf, expiryOf, leastLeftMs } from '../../certificates/judge.ts';
import type { ClientCertificate, NewClientCertificate } from '../../store/certificates.ts';
import { type Store, StoreError } from '../../store/store.ts';

export interface CertificateDeps {
  store: Pick<Store, 'certificates'>;
  clock: Clock;
  /** The common name that receivers compare. */
  name: string;
}

export type ShownCertificate = ClientCertificate & { leafKey: string };

/** Makes the first one; afterwards does nothing. Answers whether this call made it. */
export async function ensureFirst(deps: CertificateDeps): Promise<boolean> {
  if (await deps.store.certificates.current()) return false;
  const { added } = await deps.store.certificates.add(await newCertificate(deps, 'current'));
  return added;
}

/** The one to show now: made if there is none, renewed if little time is left or it bears another name. */
export async function currentCertificate(deps: CertificateDeps): Promise<ShownCertificate> {
  await ensureFirst(deps);
  const current = await readCurrent(deps);
  if (!isLeafDue(current, deps)) return current;
  const { issueClientLeaf } = await issuing();
  const key = await deps.store.certificates.signingKey(current.id);
  const leaf = await issueClientLeaf({
    intermediate: { certificate: current.intermediate, key },
    name: deps.name,
    now: deps.clock.now(),
  });
  await deps.store.certificates.renewLeaf({
    certificateId: current.id,
    instead: current.leaf,
    leaf: leaf.certificate,
    leafKey: leaf.key,
  });
  // Ours, or that of somebody who was faster.
  return readCurrent(deps);
}

/** First step of a rotation: another authority that receivers can begin to trust. Idempotent. */
export async function prepareNext(deps: CertificateDeps): Promise<boolean> {
  await ensureFirst(deps);
  const certificates = await deps.store.certificates.list();
  if (certificates.some(({ role }) => role === 'next')) return false;
  const { added } = await deps.store.certificates.add(await newCertificate(deps, 'next'));
  return added;
}

async function readCurrent({ store }: CertificateDeps): Promise<ShownCertificate> {
  const current = await store.certificates.current();
  if (!current) throw new StoreError('missing', 'There is no client certificate.');
  return current;
}

function isLeafDue({ leaf, intermediate }: ClientCertificate, { clock, name }: CertificateDeps): boolean {
  if (commonNameOf(leaf) !== name) return true;
  // A leaf that ends with its authority cannot be renewed, only rotated.
  return expiryOf(leaf) - clock.now() < leastLeftMs && expiryOf(leaf) < expiryOf(intermediate);
}

async function newCertificate(
  { clock, name }: CertificateDeps,
  role: NewClientCertificate['role'],
): Promise<NewClientCertificate> {
  const { makeClientAuthority, issueClientLeaf } = await issuing();
  const now = clock.now();
  const { root, intermediate } = await makeClientAuthority({ now });
  const leaf = await issueClientLeaf({ intermediate, name, now });
  return {
    role,
    root,
    intermediate: intermediate.certificate,
    leaf: leaf.certificate,
    signingKey: intermediate.key,
    leafKey: leaf.key,
    createdAt: now,
  };
}

const issuing = () => import('../../certificates/client-authority.ts');
