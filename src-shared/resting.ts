import type { RunStatus } from './plan';

/** Whether a run in this status stands still until someone resumes or undoes it. */
export const isResting = (status: RunStatus): boolean =>
  status !== 'queued' && status !== 'running' && status !== 'undoing';
