// The part of the Store that is about this installation as a whole.

/** Facts about this installation. */
export interface Installation {
  /** True once `wahook dev` has seeded its public demo values here; `wahook start` then refuses the directory. */
  isDemo(): Promise<boolean>;
  markDemo(): Promise<void>;
  /** Hash of the admin key, if one was made. */
  adminKeyHash(): Promise<Uint8Array | null>;
  saveAdminKeyHash(hash: Uint8Array): Promise<void>;
}
