import { config } from 'zod';

// The window's content security policy forbids code that is made from text. zod would try it once
// and go on without, but each try is reported as a violation: it need not try.
config({ jitless: true });
