import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';

/** What Node and OpenSSL call a certificate, a key or a handshake that does not fit. */
export function isTlsCode(code: string): boolean {
  return /CERT|_SIGNATURE$|^ERR_(TLS|SSL|OSSL)|^EPROTO$|^UNABLE_TO_/.test(code);
}

export interface TlsTrouble {
  readonly what: Message;
  readonly hint: Message;
}

const trouble = (kind: 'unknown' | 'name' | 'expired' | 'early' | 'plain' | 'wanted'): TlsTrouble => ({
  what: msg(`tls.${kind}`),
  hint: msg(`tls.${kind}.hint`),
});

/**
 * Why a server that is asked by https is not believed, or is none, in words; undefined: the failure is another.
 * Codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function tlsTrouble(error: unknown): TlsTrouble | undefined {
  const words = errorText(error);
  // What Go's servers, InfluxDB and cAdvisor among them, answer to plain http where they speak TLS.
  if (/HTTP request to an HTTPS server/i.test(words)) return trouble('wanted');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!isTlsCode(code)) return undefined;
  if (/SELF_SIGNED|^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|^CERT_(UNTRUSTED|SIGNATURE_FAILURE)/.test(code))
    return trouble('unknown');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return trouble('name');
  if (code === 'CERT_HAS_EXPIRED') return trouble('expired');
  if (code === 'CERT_NOT_YET_VALID') return trouble('early');
  if (/wrong.version.number|packet.length.too.long|http.request/i.test(words)) return trouble('plain');
  return { what: msg('tls.other', { reason: raw(words.slice(0, 300)) }), hint: msg('tls.other.hint') };
}

/** An authority's PEM file, read now. Throws plain errors: of the file, or that it holds no certificate. */
export async function readCa(path: string): Promise<Buffer> {
  const ca = await readFile(path);
  // Node takes a text without any certificate for an empty list, and then trusts nobody.
  if (!/-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(ca.toString('latin1')))
    throw new Error('it holds no certificate in PEM');
  // Throws where it is damaged.
  new X509Certificate(ca);
  return ca;
}
