import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { localeReady } from './lib/i18n.svelte';

// zod would try `new Function`, which the page's Content-Security-Policy refuses with a console error.
// It reads this once, when the first page that checks input is loaded.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
// Already settled where the language came with the first files.
await localeReady().catch(() => undefined);
mount(App, { target });
// The page is there and answers to input: the start-up bench measures up to here.
performance.mark('flotilla:interactive');
