import type { CheckFinding } from '@shared/redis-cluster/tools';
import type { PlanRequestInput } from '@shared/requests';

/** The plan requests of findings, each once, in their order. */
export function fixesOf(findings: readonly Pick<CheckFinding, 'fix'>[]): readonly PlanRequestInput[] {
  const byText = new Map(
    findings.flatMap(({ fix }) => (fix === undefined ? [] : [[JSON.stringify(fix), fix] as const])),
  );
  return [...byText.values()];
}

/**
 * One request for all repairs that one plan can make; undefined where there are not several. What asks for a plan
 * of its own (a new replica, a rebalance) is left to its own button.
 */
export function fixAll(
  fixes: readonly PlanRequestInput[],
): { readonly request: PlanRequestInput; readonly n: number } | undefined {
  const repairs = fixes.filter((fix) => fix.kind === 'redis-cluster.fix');
  const [first] = repairs;
  if (first === undefined || repairs.length === 1) return undefined;
  const { kind, name } = first;
  // Without codes a repair is about all there is.
  const all = repairs.some(({ findings }) => findings === undefined);
  const findings = [...new Set(repairs.flatMap((repair) => repair.findings ?? []))];
  return { request: all ? { kind, name } : { kind, name, findings }, n: repairs.length };
}
