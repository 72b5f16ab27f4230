import type { Plugin } from 'vite';

export function textsAsData(): Plugin;
