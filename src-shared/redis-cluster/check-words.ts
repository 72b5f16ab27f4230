import type { MessageKey } from '../i18n/index';
import { checkCodes as codes, type CheckCode } from './check-codes';

/** The words of one thing that is looked at. */
export interface CheckWords {
  readonly what: MessageKey;
  readonly cause: Plain;
  readonly risk: Plain;
  readonly hint: Plain;
  readonly ok: Plain;
}
type Stem =
  | 'uncovered'
  | 'open'
  | 'twice'
  | 'stray'
  | 'lost'
  | 'apart'
  | 'stopped'
  | 'paused'
  | 'unreachable'
  | 'locked'
  | 'state'
  | 'views'
  | 'epoch'
  | 'chain'
  | 'alone'
  | 'link'
  | 'few'
  | 'empty'
  | 'uneven'
  | 'memory'
  | 'persistence'
  | 'versions'
  | 'address'
  | 'deadPort'
  | 'coverage';
type Plain = `live.check.${Stem}.${'cause' | 'risk' | 'hint' | 'ok'}`;

const words = (stem: Stem): CheckWords => ({
  what: `live.check.${stem}`,
  cause: `live.check.${stem}.cause`,
  risk: `live.check.${stem}.risk`,
  hint: `live.check.${stem}.hint`,
  ok: `live.check.${stem}.ok`,
});

export const said: Readonly<Record<CheckCode, CheckWords>> = {
  [codes.uncovered]: words('uncovered'),
  [codes.open]: words('open'),
  [codes.claimedTwice]: words('twice'),
  [codes.stray]: words('stray'),
  [codes.lost]: words('lost'),
  [codes.apart]: words('apart'),
  [codes.stopped]: words('stopped'),
  [codes.paused]: words('paused'),
  [codes.unreachable]: words('unreachable'),
  [codes.locked]: words('locked'),
  [codes.stateFail]: words('state'),
  [codes.views]: words('views'),
  [codes.epoch]: words('epoch'),
  [codes.chain]: words('chain'),
  [codes.alone]: words('alone'),
  [codes.link]: words('link'),
  [codes.few]: words('few'),
  [codes.empty]: words('empty'),
  [codes.uneven]: words('uneven'),
  [codes.memory]: words('memory'),
  [codes.persistence]: words('persistence'),
  [codes.versions]: words('versions'),
  [codes.address]: words('address'),
  [codes.deadPort]: words('deadPort'),
  [codes.coverage]: words('coverage'),
};
