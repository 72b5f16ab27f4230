import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCa, tlsTrouble } from '../../../../src-main/clients/tls';

const failed = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('a server that is not believed', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.unknown'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.unknown'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.unknown'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls.unknown'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.name'],
    ['CERT_HAS_EXPIRED', 'tls.expired'],
    ['CERT_NOT_YET_VALID', 'tls.early'],
    ['CERT_REVOKED', 'tls.other'],
    ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'tls.other'],
  ])('is told by %s as %s, with what to do', (code, key) => {
    const told = tlsTrouble(failed(code));
    expect(told?.what.key).toBe(key);
    expect(told?.hint.key).toBe(`${key}.hint`);
  });

  it('speaks the other of the two', () => {
    const said = 'write EPROTO 40:error:0A00010B:SSL routines:ssl3_get_record:wrong version number';
    expect(tlsTrouble(failed('EPROTO', said))?.what.key).toBe('tls.plain');
    expect(tlsTrouble(new Error('A 400: Client sent an HTTP request to an HTTPS server.'))?.what.key).toBe(
      'tls.wanted',
    );
  });

  it.each([failed('ECONNREFUSED'), failed('ENOTFOUND'), new Error('401'), 'CERT', undefined])(
    'is not what %s tells of',
    (error) => expect(tlsTrouble(error)).toBeUndefined(),
  );
});

it.each(['', 'not PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
  'a file that is no certificate is no authority: %j',
  async (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'flt-ca-'));
    try {
      writeFileSync(join(folder, 'ca.pem'), text);
      await expect(readCa(join(folder, 'ca.pem'))).rejects.toThrow(/./);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
