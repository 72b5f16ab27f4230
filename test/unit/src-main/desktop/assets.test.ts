import { sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetPath, isOwnAddress, mayOpenOutside, mediaType } from '../../../../src-main/desktop/assets';

const root = `${sep}opt${sep}app${sep}renderer`;

describe('assetPath', () => {
  it('serves the page at the root and files below it', () => {
    expect(assetPath(root, 'app://flotilla/')).toBe(`${root}/index.html`);
    expect(assetPath(root, 'app://flotilla/assets/index-1a.js?v=2#x')).toBe(`${root}/assets/index-1a.js`);
    expect(assetPath(root, 'app://flotilla/a%20b.css')).toBe(`${root}/a b.css`);
  });

  it.each([
    'app://flotilla/..%2f..%2fetc%2fpasswd',
    'app://flotilla/%2e%2e%2fsecret',
    'app://flotilla/assets/..%5c..%5csecret',
    'app://flotilla/%252e%252e/secret',
    'app://flotilla/a%00.js',
    'app://flotilla/c:%5cwindows',
    'app://flotilla/%',
    'app://other/index.html',
    'app://flotilla@evil/index.html',
    'file:///etc/passwd',
    'https://flotilla/',
    'not an address',
  ])('refuses %s', (address) => {
    expect(assetPath(root, address)).toBeNull();
  });

  it('stays below the root whatever is asked for', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '%2f',
      '%5c',
      '/',
      '\\',
      'a',
      'etc',
      '%00',
      '//',
      '%25',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = assetPath(root, `app://flotilla/${pieces.join('')}`);
        expect(path === null || (path.startsWith(root + sep) && !path.split(sep).includes('..'))).toBe(true);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

describe('isOwnAddress', () => {
  it('knows its own page and the development server', () => {
    expect(isOwnAddress('app://flotilla/#/runs')).toBe(true);
    expect(isOwnAddress('http://localhost:5173/x', 'http://localhost:5173')).toBe(true);
  });

  it.each([
    'app://evil/',
    'https://flotilla/',
    'http://localhost:5173/',
    'data:text/html,x',
    'about:blank',
    '',
    'app:',
  ])('refuses %s', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });

  it('does not take one opaque origin for another', () => {
    expect(isOwnAddress('data:text/html,x', 'data:text/html,y')).toBe(false);
  });
});

describe('mayOpenOutside', () => {
  it('opens documentation', () => {
    expect(mayOpenOutside('https://docs.docker.com/engine/install/')).toBe(true);
  });

  it.each([
    'http://docs.docker.com/',
    'https://docs.docker.com.evil.example/',
    'https://evil.example/?docs.docker.com',
    'https://docs.docker.com@evil.example/',
    'https://user@docs.docker.com/',
    'https://docs.docker.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://docs.docker.com/share',
  ])('keeps %s in', (address) => {
    expect(mayOpenOutside(address)).toBe(false);
  });
});

it('tells a media type by the extension', () => {
  expect(mediaType('/x/INDEX.HTML')).toBe('text/html; charset=utf-8');
  expect(mediaType('/x/data.bin')).toBe('application/octet-stream');
});
