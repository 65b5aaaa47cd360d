// Admin keys: made here with scopes of their own, shown once, afterwards known by label and hash only.
import type { FastifyInstance } from 'fastify';
import type { AdminKey } from '../../store/nouns.ts';
import { keyScopes } from '../../store/vocabulary.ts';
import { hashAdminKey, rootLabel } from '../admin-key.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { readRowId } from '../lookup.ts';
import { listOf, matching, oneOf, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime } from '../show.ts';

const keyBytes = 24;
/** The audit log names keys by their labels, so they are short and plain. */
const label = matching(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'up to 40 of a-z, 0-9, dot, dash and underscore');

export function mountKeys(api: FastifyInstance, deps: AdminDeps): void {
  const { store, clock, random } = deps;

  api.get('/keys', needs('read'), async () => ({ data: (await store.adminKeys.list()).map(showKey) }));

  api.post('/keys', needs('admin'), async (request, reply) => {
    const input = readBody(bodyOf(request), {
      label,
      scopes: listOf(oneOf(keyScopes), { lengthMin: 1, lengthMax: keyScopes.length }),
    });
    const inUse = (await store.adminKeys.list()).some((key) => key.label === input.label);
    // Also revoked ones: what they did stays in the audit log under their label.
    if (inUse || input.label === rootLabel)
      throw problem(
        'already_exists',
        `There is a key labelled ${input.label} already. Choose another label.`,
      );
    const text = `wahook-key-${Buffer.from(random(keyBytes)).toString('base64url')}`;
    const key = await store.adminKeys.create({
      hash: hashAdminKey(text),
      label: input.label,
      scopes: input.scopes,
      createdAt: clock.now(),
    });
    await noteChange(deps, request, {
      action: 'key.created',
      subject: key.label,
      details: { key_id: key.id, scopes: key.scopes.join(',') },
    });
    return reply.code(201).send({ ...showKey(key), key: text });
  });

  api.post<{ Params: { id: string } }>('/keys/:id/revoke', needs('admin'), async (request) => {
    readBody(bodyOf(request), {});
    const id = readRowId(request.params.id);
    const key = (await store.adminKeys.list()).find((each) => each.id === id);
    if (!key) throw problem('unknown_key', 'There is no admin key with this id.');
    const revokedAt = key.revokedAt ?? clock.now();
    if (key.revokedAt === null) {
      await store.adminKeys.revoke(key.id, revokedAt);
      await noteChange(deps, request, {
        action: 'key.revoked',
        subject: key.label,
        details: { key_id: key.id },
      });
    }
    return showKey({ ...key, revokedAt });
  });
}

function showKey({ id, label: name, scopes, createdAt, revokedAt }: AdminKey): Record<string, unknown> {
  return { id, label: name, scopes, created_at: isoTime(createdAt), revoked_at: isoTime(revokedAt) };
}
