import type { MenuItem } from '../../ui/menu-item';

/** An entry of a panel's menu; `undefined` draws a separator. */
export type PanelMenuItem = MenuItem | undefined;
