// The names the local certificate authority exists for. Everything about it is bounded by this list: what its own
// certificate permits, what the server's certificate says, and which Host the TLS port answers to.

/** The host that clients of Meta's API have written into their code. */
export const graphHost = 'graph.facebook.com';

export interface Names {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
}

export const servedNames: Names = {
  hosts: [graphHost, 'localhost'],
  addresses: ['127.0.0.1', '::1'],
};

/** What the authority may vouch for at most. A permitted host covers the names below it (RFC 5280, 4.2.1.10). */
export const permittedNames: Names = {
  hosts: servedNames.hosts,
  addresses: ['127.0.0.0/8', '::1/128'],
};

/** Shown wherever somebody looks at the list of authorities they trust. At most 64 characters. */
export const authorityName = 'wahook local CA for graph.facebook.com and localhost only';
