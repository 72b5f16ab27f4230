import type { Attachment } from 'svelte/attachments';

let bubble: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let owner: HTMLElement | undefined;

function hide(): void {
  clearTimeout(timer);
  owner = undefined;
  if (bubble?.matches(':popover-open') === true) bubble.hidePopover();
}

function show(node: HTMLElement, text: string): void {
  if (!node.isConnected) return;
  if (bubble === undefined) {
    bubble = document.createElement('div');
    bubble.className = 'tip';
    bubble.id = 'flotilla-tip';
    bubble.setAttribute('role', 'tooltip');
    bubble.popover = 'manual';
    document.body.append(bubble);
  }
  bubble.textContent = text;
  owner = node;
  bubble.showPopover();
  place(node, bubble, { prefer: 'top' });
}

/** Puts a floating element beside its anchor, inside the window. `start`: aligned with the anchor's left edge. */
export function place(
  anchor: HTMLElement,
  floating: HTMLElement,
  options: { prefer: 'top' | 'bottom' | 'right'; align?: 'start' | 'center' | 'end'; gap?: number },
): void {
  const gap = options.gap ?? 6;
  const margin = 8;
  const a = anchor.getBoundingClientRect();
  const f = floating.getBoundingClientRect();
  const align = options.align ?? 'center';
  let left =
    align === 'start' ? a.left : align === 'end' ? a.right - f.width : a.left + a.width / 2 - f.width / 2;
  let top: number;
  if (options.prefer === 'right') {
    left = a.right + gap;
    top =
      align === 'end' ? a.bottom - f.height : align === 'start' ? a.top : a.top + a.height / 2 - f.height / 2;
  } else {
    const above = a.top - f.height - gap;
    const below = a.bottom + gap;
    const fitsAbove = above >= margin;
    const fitsBelow = below + f.height <= innerHeight - margin;
    top = options.prefer === 'top' ? (fitsAbove ? above : below) : fitsBelow || !fitsAbove ? below : above;
  }
  floating.style.left = `${Math.round(Math.max(margin, Math.min(left, innerWidth - f.width - margin)))}px`;
  floating.style.top = `${Math.round(Math.max(margin, Math.min(top, innerHeight - f.height - margin)))}px`;
}

/**
 * A tooltip for a control that has its name already (an icon button's aria-label, a cut text):
 * shown after a moment of hovering and at once on keyboard focus, gone on Escape. One bubble for all.
 */
export function tip(text: string | undefined): Attachment<HTMLElement> {
  return (node) => {
    if (text === undefined || text === '') return;
    const enter = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => show(node, text), 450);
    };
    const focus = (): void => {
      if (node.matches(':focus-visible')) show(node, text);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    node.addEventListener('pointerenter', enter);
    node.addEventListener('pointerleave', hide);
    node.addEventListener('pointerdown', hide);
    node.addEventListener('focusin', focus);
    node.addEventListener('focusout', hide);
    node.addEventListener('keydown', key);
    return () => {
      if (owner === node) hide();
      node.removeEventListener('pointerenter', enter);
      node.removeEventListener('pointerleave', hide);
      node.removeEventListener('pointerdown', hide);
      node.removeEventListener('focusin', focus);
      node.removeEventListener('focusout', hide);
      node.removeEventListener('keydown', key);
    };
  };
}
