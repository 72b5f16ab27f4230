import type { Plugin } from 'vite';

export function bundledPackages(part: string): Plugin;
export function packageOf(id: string): string | undefined;
