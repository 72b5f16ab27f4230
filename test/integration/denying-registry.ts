import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on this host that is there, and gives nobody anything. */
export async function denyingRegistry(): Promise<{ readonly port: number; close(): void }> {
  const denied = JSON.stringify({
    errors: [{ code: 'DENIED', message: 'requested access to the resource is denied' }],
  });
  const server = createServer(({ url }, response) => {
    // The engine asks first whether it speaks the second version of the protocol.
    const open = url === '/v2/';
    response.writeHead(open ? 200 : 403, {
      'content-type': 'application/json',
      'docker-distribution-api-version': 'registry/2.0',
    });
    response.end(open ? '{}' : denied);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
