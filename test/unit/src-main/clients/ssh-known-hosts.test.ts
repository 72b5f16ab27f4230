import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, judge, knownTypes, lineOf } from '../../../../src-main/clients/ssh-known-hosts';

/** Made with ssh-keygen: two ed25519 keys and an rsa-like third. */
const one = 'AAAAC3NzaC1lZDI1NTE5AAAAIKmFzVQyLjPFyxXwbGtVzgnyhKG0jfVSzBlRUwFmZ1mS';
const two = 'AAAAC3NzaC1lZDI1NTE5AAAAIGEbeTK1Y7dPXG7NQ2lTN9fGjQfBPBWm5ujQRKVGrTzD';
const key = (text: string): Buffer => Buffer.from(text, 'base64');
const judged = (text: string, host = 'far.example', port = 22): string => judge([text], host, port, key(one));

describe('known_hosts', () => {
  it('knows names, lists, patterns, ports', () => {
    expect(judged(`far.example ssh-ed25519 ${one}`)).toBe('known');
    expect(judged(`near,far.example,192.0.2.1 ssh-ed25519 ${one} a comment`)).toBe('known');
    expect(judged(`*.example ssh-ed25519 ${one}`)).toBe('known');
    expect(judged(`!far.example,*.example ssh-ed25519 ${one}`)).toBe('unknown');
    expect(judged(`[far.example]:2222 ssh-ed25519 ${one}`, 'far.example', 2222)).toBe('known');
    expect(judged(`far.example ssh-ed25519 ${one}`, 'far.example', 2222)).toBe('unknown');
    expect(judged(`FAR.example ssh-ed25519 ${one}`, 'Far.Example')).toBe('known');
  });

  it('takes neither comments nor half lines nor dots for patterns', () => {
    expect(judged(`# far.example ssh-ed25519 ${one}\n\nfar.example\n`)).toBe('unknown');
    expect(judged(`farxexample ssh-ed25519 ${one}`)).toBe('unknown');
  });

  it('tells a changed key from an unknown one, and a revoked one from a known one', () => {
    expect(judged(`far.example ssh-ed25519 ${two}`)).toBe('changed');
    expect(judged(`far.example ssh-rsa ${two}`)).toBe('unknown');
    expect(judged(`far.example ssh-ed25519 ${one}\n@revoked * ssh-ed25519 ${one}`)).toBe('revoked');
    expect(judged(`@cert-authority *.example ssh-ed25519 ${two}`)).toBe('unknown');
  });

  it('reads hashed names as ssh-keygen -H writes them', () => {
    const salt = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=';
    const hashed = `|1|${salt}|${hmac(salt, 'far.example')}`;
    expect(judged(`${hashed} ssh-ed25519 ${one}`)).toBe('known');
    expect(judged(`${hashed} ssh-ed25519 ${one}`, 'other.example')).toBe('unknown');
  });

  it('says which types are known, and writes keys as ssh does', () => {
    expect(
      knownTypes([`far.example ssh-ed25519 ${one}\nfar.example ssh-rsa ${two}`], 'far.example', 22),
    ).toEqual(['ssh-ed25519', 'ssh-rsa']);
    expect(lineOf(key(one))).toBe(`ssh-ed25519 ${one}`);
    expect(fingerprintOf(key(one))).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});

function hmac(salt: string, name: string): string {
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64');
}
