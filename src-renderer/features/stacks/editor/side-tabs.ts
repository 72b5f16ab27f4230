/** What stands beside the text. */
export type SideTab = 'graph' | 'diff' | 'variables' | 'resolved';
