import type { ITheme } from '@xterm/xterm';

/** The page's colours as a terminal takes them: plain ones, whatever CSS they were written in. */
export function themeOf(place: HTMLElement): ITheme {
  const probe = document.createElement('span');
  place.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme: ITheme = {
    background: colour('--code-bg'),
    foreground: colour('--text'),
    cursor: colour('--accent'),
    cursorAccent: colour('--code-bg'),
    selectionBackground: colour('--surface-3'),
    black: colour('--text'),
    red: colour('--bad'),
    green: colour('--ok'),
    yellow: colour('--warn'),
    blue: colour('--accent'),
    magenta: colour('--c4'),
    cyan: colour('--c7'),
    white: colour('--text-2'),
    brightBlack: colour('--text-3'),
    brightRed: colour('--c5'),
    brightGreen: colour('--c3'),
    brightYellow: colour('--c6'),
    brightBlue: colour('--c1'),
    brightMagenta: colour('--c8'),
    brightCyan: colour('--c7'),
    brightWhite: colour('--text'),
  };
  probe.remove();
  return theme;
}
