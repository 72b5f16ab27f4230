import type { Finding } from '@shared/plan';
import type { Draft } from './draft';

/** What the form takes over when a finding's own proposal is accepted. */
export interface QuickFix {
  readonly value: string;
  readonly change: Partial<Draft>;
}

/** The proposal that a finding's hint makes, where it makes one: a free subnet, a free port, an address. */
export function quickFix(finding: Finding): QuickFix | undefined {
  const value = (name: string): string | undefined => {
    const found = finding.hint.params?.[name];
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  };
  const give = (name: string, change: (text: string) => Partial<Draft>): QuickFix | undefined => {
    const text = value(name);
    return text === undefined ? undefined : { value: text, change: change(text) };
  };
  switch (finding.hint.key) {
    case 'redis.finding.subnet.hint':
      // The old first address cannot lie in the new subnet.
      return give('free', (subnet) => ({ subnet, firstAddress: '' }));
    case 'redis.finding.subnetBits.hint':
      return give('canonical', (subnet) => ({ subnet }));
    case 'redis.finding.addressTaken.hint':
      return give('address', (firstAddress) => ({ firstAddress }));
    case 'redis.finding.addressOutside.hint':
    case 'redis.finding.addressRoom.hint':
      return give('from', (firstAddress) => ({ firstAddress }));
    case 'redis.finding.port.hint':
      return give('port', (firstPort) => ({ firstPort }));
    case 'redis.finding.portRange.hint':
      return give('max', (firstPort) => ({ firstPort }));
    default:
      return undefined;
  }
}
