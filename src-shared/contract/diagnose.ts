import { z } from 'zod';
import { checkIds, type Check, type SavedBundle } from '../diagnose/self-test';
import { call } from './call';

/** The self-test, and the bundle of facts for those who are asked for help. */
export const diagnoseContract = {
  /** One look; it takes seconds at most, and says so itself where something is wrong. */
  'diagnose.check': call(z.enum(checkIds)).output<Check>(),
  /** A save dialog, then the bundle without secrets; null when the dialog was closed. */
  'diagnose.save': call(z.undefined()).output<SavedBundle | null>(),
} as const;
