import type { IconName } from '../../ui/icons';

/** An entry of a panel's menu; `undefined` draws a separator. */
export type PanelMenuItem =
  | {
      label: string;
      icon?: IconName;
      hint?: string;
      keys?: string;
      danger?: boolean;
      disabled?: boolean;
      onselect: () => void;
    }
  | undefined;
