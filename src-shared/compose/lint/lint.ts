import type { Problem, Reading } from '../source';
import { cures } from './cures';
import { byPlace, sameRange } from './problem';
import { advice, unused } from './rules/advice';
import { addresses } from './rules/networks';
import { doubled } from './rules/doubled';
import { dependencies, undeclared } from './rules/references';
import { values } from './rules/values';

const rules = [undeclared, dependencies, doubled, addresses, values, advice, unused];

/**
 * All problems of a project: those of its reading, with cures where we know some, and what a careful reader would
 * add (undefined and doubled names, cycles, traps). Each thing once, by place. Needs no engine.
 */
export function lint(reading: Reading): Problem[] {
  const mine = rules.flatMap((rule) => rule(reading));
  const found: Problem[] = [];
  for (const each of reading.problems) {
    // Reading and these rules may see the same thing: one of the two, and the cure.
    const twin = mine.findIndex((other) => sameThing(each, other));
    const [cured] = twin === -1 ? [] : mine.splice(twin, 1);
    const fixes = each.fixes.length > 0 ? each.fixes : (cured?.fixes ?? cures(reading, each));
    found.push({ ...each, fixes });
  }
  const all = [...found, ...mine];
  return all.filter((each) => !follows(each, all)).sort(byPlace(reading.files.map(({ path }) => path)));
}

/** Whether a problem is only the other end of one with a better cure: `imagee` leaves a service without an image. */
function follows({ code, path = [] }: Problem, all: readonly Problem[]): boolean {
  if (code === 'compose.no-image')
    return all.some(
      (other) =>
        other.code === 'compose.unknown-key' &&
        other.path?.[1] === path[1] &&
        other.fixes.some(({ edits }) => edits.some(({ text }) => text === 'image' || text === 'build')),
    );
  return (
    code === 'compose.unused' &&
    all.some((other) => `${other.code.replace('compose.undeclared-', '')}s` === path[0])
  );
}

function sameThing(a: Problem, b: Problem): boolean {
  // A circle is found at whichever of its ends one begins.
  if (a.code === 'compose.depends-cycle') return b.code === a.code;
  if (a.code === b.code && (a.path?.join('\n') ?? '') === (b.path?.join('\n') ?? '')) return true;
  return (
    a.level === b.level &&
    (sameRange(a.at, b.at) || (a.path !== undefined && a.path.join('\n') === b.path?.join('\n')))
  );
}
