import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    if (!document.hidden) update();
  }, 5000);
  return () => clearInterval(timer);
});

/** Milliseconds since the epoch; read in markup it renews itself every few seconds. */
export function now(): number {
  subscribe();
  return Date.now();
}
