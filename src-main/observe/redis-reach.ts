import { connect } from 'node:net';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { Docker } from '../clients/docker';
import { announced, type Found } from './redis-assess';

const connectMs = 400;

/** Nodes whose announced address, where redirects send clients, does not open from this computer. */
export async function unroutableNodes(group: Found): Promise<string[]> {
  const asked = group.members.filter(({ info }) => info !== undefined).map(announced);
  const open = await Promise.all(
    asked.map(({ host, port, announce }) =>
      host === announce.address && port === announce.port
        ? Promise.resolve(true)
        : opens(announce.address, announce.port),
    ),
  );
  return asked.filter((_, index) => open[index] === false).map((node) => node.name);
}

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), connectMs);
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/** The Docker network that a cluster's containers are on, where they are on one. */
export async function networkOf(group: Found, docker: () => Docker): Promise<ClusterStatus['network']> {
  const name = group.members.find(({ candidate }) => candidate.network !== undefined)?.candidate.network;
  if (name === undefined) return undefined;
  const found = await docker()
    .networks.inspect(name)
    .catch(() => undefined);
  const subnet = found?.IPAM.Config.map((each) => each.Subnet).find((each) => each.includes('.'));
  return { name, ...(subnet === undefined ? {} : { subnet }) };
}
