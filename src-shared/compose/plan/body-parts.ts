import type { ComposeModel } from '../model';
import { composeLabel } from '../stack';
import { composeVersion } from './hash';
import { filled, flag, plain, record, records, text, textMap } from './values';

/** `POST /networks/create` for a network of the model. The engine allows equal names unless it is told to check. */
export function networkBodyOf(project: ComposeModel, key: string): Record<string, unknown> {
  const network = plain(project.networks?.[key]);
  if (network === undefined) throw new Error(`no network ${key} in the model`);
  const ipam = record(network['ipam']);
  const pools = records(ipam['config']).map((pool) =>
    filled({
      Subnet: text(pool['subnet']),
      IPRange: text(pool['ip_range']),
      Gateway: text(pool['gateway']),
      AuxiliaryAddresses: textMap(pool['aux_addresses']),
    }),
  );
  return {
    Name: network.name,
    CheckDuplicate: true,
    ...filled({
      Driver: network.driver ?? 'bridge',
      Options: textMap(network['driver_opts']),
      Internal: flag(network['internal']),
      Attachable: flag(network['attachable']),
      EnableIPv4: flag(network['enable_ipv4']),
      EnableIPv6: flag(network['enable_ipv6']),
      IPAM: filled({ Driver: text(ipam['driver']), Config: pools }),
    }),
    Labels: {
      ...textMap(network['labels']),
      [composeLabel.network]: key,
      [composeLabel.project]: project.name,
      [composeLabel.version]: composeVersion,
    },
  };
}

/** `POST /volumes/create` for a volume of the model. Its driver options may hold a password. */
export function volumeBodyOf(project: ComposeModel, key: string): Record<string, unknown> {
  const volume = plain(project.volumes?.[key]);
  if (volume === undefined) throw new Error(`no volume ${key} in the model`);
  return {
    Name: volume.name,
    ...filled({ Driver: volume.driver, DriverOpts: textMap(volume['driver_opts']) }),
    Labels: {
      ...textMap(volume['labels']),
      [composeLabel.project]: project.name,
      [composeLabel.version]: composeVersion,
      [composeLabel.volume]: key,
    },
  };
}
