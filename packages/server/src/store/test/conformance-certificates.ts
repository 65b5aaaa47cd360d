// Client certificates: two at most, one of them shown, keys only where they may still be needed.
import { expect, it } from 'vitest';
import type { NewClientCertificate } from '../certificates.ts';
import type { Bench } from '../conformance.ts';

/** The store reads none of these texts. */
function certificate(role: NewClientCertificate['role'], no: number): NewClientCertificate {
  return {
    role,
    root: `root ${no}`,
    intermediate: `intermediate ${no}`,
    leaf: `leaf ${no}`,
    signingKey: `signing key ${no}`,
    leafKey: `leaf key ${no}`,
    createdAt: no,
  };
}

function shownAs(role: string, no: number) {
  const { signingKey: _signs, leafKey: _proves, ...facts } = certificate('next', no);
  return { id: expect.any(Number), ...facts, role };
}

export function certificatesChapter(bench: Bench): void {
  it('shows nothing before the first one, and then the first one, over a restart', async () => {
    const { certificates } = bench.store;
    expect(await certificates.current()).toBeNull();
    expect(await certificates.list()).toEqual([]);
    expect(await certificates.add(certificate('current', 1))).toEqual({ added: true });
    expect(await certificates.current()).toEqual({ ...shownAs('current', 1), leafKey: 'leaf key 1' });
    const store = await bench.subject.reopen();
    expect(await store.certificates.current()).toMatchObject({ leafKey: 'leaf key 1' });
  });

  it('keeps the first when two make one at the same time', async () => {
    const { certificates } = bench.store;
    const added = await Promise.all([1, 2].map((no) => certificates.add(certificate('current', no))));
    expect(added).toEqual([{ added: true }, { added: false }]);
    expect(await certificates.list()).toEqual([shownAs('current', 1)]);
  });

  it('keeps two through a rotation, and the keys of none that is no longer shown', async () => {
    const { certificates } = bench.store;
    await certificates.add(certificate('current', 1));
    await certificates.add(certificate('next', 2));
    expect(await certificates.list()).toEqual([shownAs('current', 1), shownAs('next', 2)]);
    expect(await certificates.current()).toMatchObject({ leafKey: 'leaf key 1' });
    const [first, second] = await certificates.list();
    expect(await certificates.signingKey(second?.id ?? 0)).toBe('signing key 2');

    expect(await certificates.showNext()).toEqual({ shown: true });
    expect(await certificates.list()).toEqual([shownAs('current', 2), shownAs('previous', 1)]);
    expect(await certificates.current()).toMatchObject({ id: second?.id, leafKey: 'leaf key 2' });
    await expect(certificates.signingKey(first?.id ?? 0)).rejects.toMatchObject({ code: 'missing' });

    await certificates.add(certificate('next', 3));
    expect(await certificates.list()).toEqual([shownAs('current', 2), shownAs('next', 3)]);
    expect(await certificates.add(certificate('next', 4))).toEqual({ added: false });
  });

  it('shows no next one where there is none', async () => {
    const { certificates } = bench.store;
    expect(await certificates.showNext()).toEqual({ shown: false });
    await certificates.add(certificate('current', 1));
    expect(await certificates.showNext()).toEqual({ shown: false });
    expect(await certificates.list()).toEqual([shownAs('current', 1)]);
  });

  it('renews a leaf once, for whoever comes first', async () => {
    const { certificates } = bench.store;
    await certificates.add(certificate('current', 1));
    const [{ id = 0 } = {}] = await certificates.list();
    const renewal = (leaf: string) => ({
      certificateId: id,
      instead: 'leaf 1',
      leaf,
      leafKey: `key of ${leaf}`,
    });
    expect(await certificates.renewLeaf(renewal('a'))).toEqual({ renewed: true });
    expect(await certificates.renewLeaf(renewal('b'))).toEqual({ renewed: false });
    expect(await certificates.current()).toMatchObject({ leaf: 'a', leafKey: 'key of a' });
  });

  it('tells of every change, and of nothing else', async () => {
    const { certificates, routes } = bench.store;
    const versions: number[] = [];
    const stop = routes.onChange((version) => versions.push(version));
    await certificates.add(certificate('current', 1));
    await certificates.add(certificate('current', 2));
    await certificates.add(certificate('next', 2));
    await certificates.showNext();
    await certificates.showNext();
    expect(versions).toHaveLength(3);
    stop();
  });
}
