// What an adapter shows to a check of the client certificate, and what comes back. Types only: an adapter that
// is given no check carries none of its code.

/** Why a caller is not let in. */
export type ClientCertificateRefusal =
  /** The request did not come through a proxy of the list, so nothing it says about certificates counts. */
  | 'untrusted_peer'
  /** No certificate was shown, or nothing says so in the one place that is looked at. */
  | 'missing'
  /** A certificate was shown, and whoever ended TLS did not find it good. */
  | 'unverified'
  /** Sent twice, cut short, or in another form than the one that was chosen. */
  | 'malformed'
  /** Good, but issued to somebody else. */
  | 'name'
  /** Passed on by the proxy, and not issued by an authority of `ca`. */
  | 'untrusted_chain'
  /** Before its first or after its last day; the same for one that issued it. */
  | 'expired';

/** What a check says of one caller. */
export type ClientCertificateVerdict =
  /** `commonName` is null where none was asked for, as for the handshake. */
  { ok: true; commonName: string | null } | { ok: false; reason: ClientCertificateRefusal };

/** One request, as far as it tells who is calling. */
export type Caller = {
  method: string;
  /** The values of a header by its lower-case name, one for each line it came on where the runtime tells. */
  headerLines: (name: string) => readonly string[];
  /** The address of the other end of the connection; undefined where the runtime keeps it to itself. */
  peer: () => string | undefined;
  /** The connection itself, where there is one. */
  socket?: unknown;
  /** What the platform that ended TLS says about the certificate, beside the headers and out of their reach. */
  platform?:
    | { name: 'cloudflare-worker'; certificate: unknown }
    | { name: 'api-gateway'; certificate: unknown };
};

/** Made by `requireClientCertificate`; adapters take it as their option `clientCertificate`. */
export type ClientCertificateCheck = (caller: Caller) => ClientCertificateVerdict;
