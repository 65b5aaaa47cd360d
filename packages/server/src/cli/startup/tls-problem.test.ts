import { describe, expect, it } from 'vitest';
import { CertificateFileError } from '../../certificates/certificate-files.ts';
import { certificateProblem, tlsProblems } from './tls-problem.ts';

describe('the TLS port', () => {
  it('is refused to start, whose callers must not take it for Meta', () => {
    expect(tlsProblems({ mode: 'start', port: 4000, tlsPort: 4443 })).toEqual([
      expect.stringContaining('put a proxy in front of `start`'),
    ]);
    expect(tlsProblems({ mode: 'start', port: 4000, tlsPort: null })).toEqual([]);
  });

  it('must be another than the plain one, unless both are picked', () => {
    expect(tlsProblems({ mode: 'dev', port: 4000, tlsPort: 4000 })).toEqual([
      expect.stringContaining('Choose another with --tls-port'),
    ]);
    expect(tlsProblems({ mode: 'dev', port: 0, tlsPort: 0 })).toEqual([]);
    expect(tlsProblems({ mode: 'dev', port: 4000, tlsPort: 4443 })).toEqual([]);
  });

  it('turns a trouble with its files into a line, and leaves bugs alone', () => {
    expect(certificateProblem(new CertificateFileError('which and why'))?.problems).toEqual([
      'which and why',
    ]);
    expect(certificateProblem(new Error('a bug'))).toBeNull();
  });
});
