/** What can be looked at beside the form of an operation, and while it runs. */
export type View = 'after' | 'now' | 'timeline' | 'live' | 'map' | 'table';
