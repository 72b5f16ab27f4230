import type { Inks } from './paint-spec';

let known: { readonly theme: string; readonly inks: Inks } | undefined;

/** The theme's colours as a canvas takes them. Read again when the theme or the system's changes. */
export function inks(): Inks {
  const theme = `${document.documentElement.dataset['theme'] ?? ''} ${String(matchMedia('(prefers-color-scheme: dark)').matches)}`;
  if (known?.theme === theme) return known.inks;
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const read: Inks = {
    grid: resolve('border'),
    axis: resolve('text'),
    text: resolve('text-3'),
    surface: resolve('surface'),
    warn: resolve('warn'),
    bad: resolve('bad'),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => resolve(`c${String(n)}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  known = { theme, inks: read };
  return read;
}

/** Calls back when the theme has changed; returns the way to stop. */
export function onTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
