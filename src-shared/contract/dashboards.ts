import { z } from 'zod';
import {
  dashboardLimits,
  dashboardSchema,
  type Dashboard,
  type DashboardSummary,
  type ImportNote,
} from '../metrics/dashboard';
import { call } from './call';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/);

/** The user's own dashboards: one JSON file each in the data folder. */
export const dashboardsContract = {
  /** By title. */
  'dashboards.list': call(z.undefined()).output<readonly DashboardSummary[]>(),
  'dashboards.get': call(id).output<Dashboard>(),
  /** Adds one, or replaces the one of the same id. */
  'dashboards.put': call(dashboardSchema).output<null>(),
  /** Gives what it was, for those who want it back. */
  'dashboards.remove': call(id).output<Dashboard>(),
  /** An open dialog for a dashboard of ours or of Grafana; null when it was closed. It is kept under a new id. */
  'dashboards.import': call(z.undefined()).output<{
    readonly dashboard: Dashboard;
    readonly notes: readonly ImportNote[];
  } | null>(),
  /** A save dialog; gives the path, or null. */
  'dashboards.export': call(
    z.strictObject({ dashboard: dashboardSchema, as: z.enum(['flotilla', 'grafana']) }),
  ).output<string | null>(),
  /** Saves a picture by a dialog; `data` is a PNG in base64. */
  'picture.save': call(
    z.strictObject({
      name: z.string().min(1).max(200),
      data: z.base64().max(20 * dashboardLimits.bytes),
    }),
  ).output<string | null>(),
} as const;
