import type { Services } from './ports';
import type { Handlers } from './registrar';

export const alertHandlers = ({ metrics }: Pick<Services, 'metrics'>): Handlers => ({
  'alerts.list': async () => (await metrics.alerts()).list(),
  'alerts.save': async (rule) => (await metrics.alerts()).save(rule),
  'alerts.remove': async (id) => {
    await (await metrics.alerts()).remove(id);
    return null;
  },
  'alerts.silence': async ({ id, until }) => (await metrics.alerts()).silence(id, until),
  'alerts.test': async ({ rule, send }) => (await metrics.alerts()).test(rule, send),
  'alerts.history': async ({ rule }) => (await metrics.alerts()).history(rule),
});
