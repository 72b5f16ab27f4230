import type { CheckFinding } from '@shared/redis-cluster/tools';
import type { PlanRequestInput } from '@shared/requests';

/** The plan requests of findings, each once, in their order. */
export function fixesOf(findings: readonly Pick<CheckFinding, 'fix'>[]): readonly PlanRequestInput[] {
  const byText = new Map(
    findings.flatMap(({ fix }) => (fix === undefined ? [] : [[JSON.stringify(fix), fix] as const])),
  );
  return [...byText.values()];
}

/** One request for everything that can be repaired; undefined where there is nothing, or not by one plan. */
export function fixAll(fixes: readonly PlanRequestInput[]): PlanRequestInput | undefined {
  const [first] = fixes;
  if (first === undefined || fixes.length === 1) return first;
  if (first.kind !== 'redis-cluster.fix') return undefined;
  const codes = new Set<string>();
  for (const fix of fixes) {
    if (fix.kind !== 'redis-cluster.fix' || fix.name !== first.name) return undefined;
    // Without codes it is about all there is.
    if (fix.findings === undefined) return { kind: first.kind, name: first.name };
    for (const code of fix.findings) codes.add(code);
  }
  return { kind: first.kind, name: first.name, findings: [...codes] };
}
