import { AppError, type ErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { Docker } from '../clients/docker';
import { portsInUse } from '../clients/host-ports';
import { hasCode } from './docker-deps';

/** Why a container did not start, with the name of who is in the way, and how to go on. */
export async function explainStart(docker: Docker, container: string, error: unknown): Promise<unknown> {
  try {
    if (hasCode(error, 'port.taken')) return await portTaken(docker, container, error);
    if (hasCode(error, 'address.taken')) return await addressTaken(docker, container, error);
  } catch {
    // What was known at first still holds.
  }
  return error;
}

async function portTaken(docker: Docker, container: string, error: AppError): Promise<AppError> {
  const port = Number(error.info.what.params?.['port']);
  if (Number.isNaN(port)) return error;
  const say = (texts: Pick<ErrorInfo, 'what' | 'hint'>): AppError =>
    new AppError({ ...error.info, ...texts }, { cause: error });
  const holder = (await docker.containers.list()).find(
    ({ Names, Ports }) =>
      !Names.includes(`/${container}`) && Ports.some(({ PublicPort }) => PublicPort === port),
  );
  if (holder !== undefined) {
    const name = (holder.Names[0] ?? holder.Id).replace('/', '');
    return say({
      what: msg('ops.docker.portOfContainer', { port, name }),
      hint: msg('ops.docker.portOfContainer.hint', { name }),
    });
  }
  const name = docker.local ? (await portsInUse([port]))[0]?.by : undefined;
  return name === undefined
    ? say({ what: msg('ops.docker.portTaken', { port }), hint: msg('ops.docker.portTaken.hint', { port }) })
    : say({
        what: msg('ops.docker.portOfProgram', { port, name }),
        hint: msg('ops.docker.portOfProgram.hint', { name }),
      });
}

async function addressTaken(docker: Docker, container: string, error: AppError): Promise<AppError> {
  const mine = await docker.containers.inspect(container);
  for (const [network, endpoint] of Object.entries(mine.NetworkSettings.Networks)) {
    const address = endpoint.IPAMConfig?.IPv4Address ?? '';
    const others = Object.values((await docker.networks.inspect(network)).Containers);
    const holder = others.find(({ IPv4Address }) => address !== '' && IPv4Address.split('/')[0] === address);
    if (holder === undefined) continue;
    const what = msg('ops.docker.addressTaken', { address, network, name: holder.Name });
    return new AppError({ ...error.info, what }, { cause: error });
  }
  return error;
}
