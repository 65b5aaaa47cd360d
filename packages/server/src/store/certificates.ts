// The part of the Store that keeps wahook's client certificates: what is shown to endpoints that ask who is
// calling. Every write raises `routes.version`, so that whoever holds a certificate in memory is told.

export interface ClientCertificates {
  /** The public parts; two at most: the current one first, then the next or the previous one. */
  list(): Promise<ClientCertificate[]>;
  /** The one that is shown, with its key; null before the first use. */
  current(): Promise<(ClientCertificate & { leafKey: string }) | null>;
  /** Keeps it in that role unless there is one already. A next one takes the place of the previous one. */
  add(certificate: NewClientCertificate): Promise<{ added: boolean }>;
  /** The key that signs leaves of the current or the next one. */
  signingKey(certificateId: number): Promise<string>;
  /** A new leaf under the same authority; `instead` is the leaf it takes over from. Too late: nothing changes. */
  renewLeaf(renewal: LeafRenewal): Promise<{ renewed: boolean }>;
  /** The next one becomes the current one, and that the previous one, without its keys. Nothing next: nothing changes. */
  showNext(): Promise<{ shown: boolean }>;
}

export type CertificateRole = 'current' | 'next' | 'previous';

/** All PEM. */
export interface ClientCertificate {
  id: number;
  role: CertificateRole;
  /** What receivers trust. */
  root: string;
  intermediate: string;
  leaf: string;
  createdAt: number;
}

export interface NewClientCertificate extends Omit<ClientCertificate, 'id' | 'role'> {
  role: 'current' | 'next';
  /** Sealed at rest, both. */
  signingKey: string;
  leafKey: string;
}

export interface LeafRenewal {
  certificateId: number;
  instead: string;
  leaf: string;
  leafKey: string;
}
