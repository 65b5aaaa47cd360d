// Client certificates and their sealed keys. A key is sealed under its row's id, which is chosen before the
// insert; writes take turns, so nobody else chooses it meanwhile.
import type { CertificateRole, ClientCertificate, ClientCertificates } from '../certificates.ts';
import { bytes, integer, one, orNull, text, word } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';

const roles: readonly CertificateRole[] = ['current', 'next', 'previous'];
const columns = 'id, role, root, intermediate, leaf, created_at';

export function createCertificates(
  { reader, writer, read, write }: Session,
  sealer: Sealer,
): ClientCertificates {
  const all = reader.prepare(`
    select ${columns}
    from client_certificates
    order by role -- unique index; the alphabet has the current one first
  `);
  const shown = reader.prepare(`
    select ${columns}, leaf_key
    from client_certificates
    where role = 'current' -- unique index
  `);
  const signingKey = reader.prepare(`
    select signing_key
    from client_certificates
    where id = ? and role <> 'previous' -- primary key
  `);
  const { freeId, insert, remove, replaceLeaf, next, promote, retire } = prepareWrites(writer);

  return {
    list: () => read(() => all.all().map(toCertificate)),
    current: () => read(() => orNull(shown.get(), (row) => toShown(row, sealer))),
    signingKey: (certificateId) =>
      read(() => {
        const row = signingKey.get(certificateId);
        if (!row) throw new StoreError('missing', `No key signs for client certificate ${certificateId}.`);
        return sealer.open(bytes(row, 'signing_key'), place(certificateId, 'signing_key'));
      }),
    add: ({ role, root, intermediate, leaf, createdAt, signingKey, leafKey }) =>
      write((transaction) => {
        const id = integer(one(freeId.get()), 'id');
        const sealedSigningKey = sealer.seal(signingKey, place(id, 'signing_key'));
        const sealedLeafKey = sealer.seal(leafKey, place(id, 'leaf_key'));
        const values = [id, role, root, intermediate, leaf, sealedSigningKey, sealedLeafKey, createdAt];
        if (insert.run(...values).changes === 0) return { added: false };
        if (role === 'next') remove.run('previous');
        transaction.routesChanged();
        return { added: true };
      }),
    renewLeaf: ({ certificateId, instead, leaf, leafKey }) =>
      write((transaction) => {
        const sealed = sealer.seal(leafKey, place(certificateId, 'leaf_key'));
        if (replaceLeaf.run(leaf, sealed, certificateId, instead).changes === 0) return { renewed: false };
        transaction.routesChanged();
        return { renewed: true };
      }),
    showNext: () =>
      write((transaction) => {
        if (!next.get()) return { shown: false };
        remove.run('previous');
        retire.run();
        promote.run();
        transaction.routesChanged();
        return { shown: true };
      }),
  };
}

function prepareWrites(writer: Session['writer']) {
  return {
    freeId: writer.prepare(`
      select coalesce(max(id), 0) + 1 as id
      from client_certificates -- primary key
    `),
    insert: writer.prepare(`
      insert into client_certificates (
        id, role, root, intermediate, leaf, signing_key, leaf_key, created_at
      )
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (role) do nothing
    `),
    remove: writer.prepare(`
      delete from client_certificates
      where role = ? -- unique index
    `),
    replaceLeaf: writer.prepare(`
      update client_certificates
      set leaf = ?, leaf_key = ?
      where id = ? and leaf = ? and role <> 'previous' -- primary key
    `),
    next: writer.prepare(`
      select id
      from client_certificates
      where role = 'next' -- unique index
    `),
    promote: writer.prepare(`
      update client_certificates
      set role = 'current'
      where role = 'next' -- unique index
    `),
    retire: writer.prepare(`
      update client_certificates
      set role = 'previous', signing_key = null, leaf_key = null
      where role = 'current' -- unique index
    `),
  };
}

function toShown(row: Row, sealer: Sealer): ClientCertificate & { leafKey: string } {
  const certificate = toCertificate(row);
  const leafKey = sealer.open(bytes(row, 'leaf_key'), place(certificate.id, 'leaf_key'));
  return { ...certificate, leafKey };
}

function toCertificate(row: Row): ClientCertificate {
  return {
    id: integer(row, 'id'),
    role: word(row, 'role', roles),
    root: text(row, 'root'),
    intermediate: text(row, 'intermediate'),
    leaf: text(row, 'leaf'),
    createdAt: integer(row, 'created_at'),
  };
}

function place(row: number, column: 'signing_key' | 'leaf_key') {
  return { table: 'client_certificates', row, column };
}
