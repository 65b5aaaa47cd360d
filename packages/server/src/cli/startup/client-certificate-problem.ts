// What stands in the way of the operator's own client certificate: half of the pair, or files that cannot be used.
import { OwnCertificateError, readOwnCertificate } from '../../certificates/own-certificate.ts';
import type { Config } from '../../config.ts';

export async function clientCertificateProblems({
  clientCertificateFile: certificateFile,
  clientKeyFile: keyFile,
}: Pick<Config, 'clientCertificateFile' | 'clientKeyFile'>): Promise<string[]> {
  if (certificateFile === null && keyFile === null) return [];
  if (certificateFile === null || keyFile === null) {
    const [given, missing] =
      keyFile === null
        ? ['--client-certificate-file', '--client-key-file']
        : ['--client-key-file', '--client-certificate-file'];
    return [`${given} needs ${missing} beside it. Name both, or leave out both.`];
  }
  try {
    await readOwnCertificate({ certificateFile, keyFile });
    return [];
  } catch (error) {
    if (error instanceof OwnCertificateError) return [error.message];
    throw error;
  }
}
