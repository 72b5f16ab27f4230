import { z } from 'zod';
import { alertRuleSchema, type AlertFired, type AlertTest, type AlertView } from '../metrics/alerts';
import { call } from './call';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Rules that watch what is measured, and tell. */
export const alertsContract = {
  /** By name; how each is at the moment. */
  'alerts.list': call(z.undefined()).output<readonly AlertView[]>(),
  /** Keeps a rule, new or changed by its id. It begins anew. */
  'alerts.save': call(alertRuleSchema).output<AlertView>(),
  'alerts.remove': call(id).output<null>(),
  /** Nobody is told until then, epoch ms; null: as ever. */
  'alerts.silence': call(
    z.strictObject({ id, until: z.number().min(0).max(8.64e15).nullable() }),
  ).output<AlertView>(),
  /** What a rule, saved or not, sees now. `send`: a notification and the webhook too, marked as a test. */
  'alerts.test': call(z.strictObject({ rule: alertRuleSchema, send: z.boolean() })).output<AlertTest>(),
  /** What fired, newest first, at most 200; of one rule or of all. */
  'alerts.history': call(z.strictObject({ rule: id.optional() })).output<readonly AlertFired[]>(),
} as const;
