import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

function openssl(folder: string, ...words: string[]): void {
  const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`);
}

/** Makes a certificate authority in `folder`, a server's certificate for 127.0.0.1, and a client's, as docker names them. */
export function makeCertificates(folder: string): void {
  const days = ['-days', '2'];
  const fresh = ['req', '-newkey', 'rsa:2048', '-nodes'];
  openssl(
    folder,
    ...fresh,
    '-x509',
    ...days,
    '-keyout',
    'ca-key.pem',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=flt ca',
  );
  writeFileSync(join(folder, 'server.ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  writeFileSync(join(folder, 'client.ext'), 'extendedKeyUsage=clientAuth\n');
  for (const [name, key, certificate] of [
    ['server', 'server-key.pem', 'server-cert.pem'],
    ['client', 'key.pem', 'cert.pem'],
  ] as const) {
    openssl(folder, ...fresh, '-keyout', key, '-out', `${name}.csr`, '-subj', `/CN=flt ${name}`);
    openssl(
      folder,
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'],
      ...[...days, '-extfile', `${name}.ext`, '-out', certificate],
    );
  }
}
