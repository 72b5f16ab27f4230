import { connect } from 'node:net';

/** How long a connection must last to count: Docker's proxy takes every one, and drops it where nobody listens. */
const heldMs = 300;
const connectMs = 2000;

/**
 * Whether a TCP port is answered: the connection stays open for a moment, or something is said on it. Only looks;
 * nothing is sent.
 */
export function portAnswers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let timer = setTimeout(() => settle(false), connectMs);
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(true), heldMs);
    });
    socket.once('data', () => settle(true));
    socket.once('end', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
