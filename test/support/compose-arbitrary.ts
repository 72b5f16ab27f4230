import fc from 'fast-check';
import { stringify } from 'yaml';
import { name, pairs, service, truth, word } from './compose-service';

/* Compose files that might have been written by somebody. */

const network = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      driver: fc.constantFrom('bridge', 'overlay'),
      internal: truth,
      attachable: fc.boolean(),
      enable_ipv6: fc.boolean(),
      labels: pairs,
      driver_opts: fc.dictionary(name, fc.oneof(word, fc.integer()), { maxKeys: 2 }),
      ipam: fc.record(
        {
          driver: fc.constant('default'),
          config: fc.uniqueArray(
            fc.record(
              { subnet: fc.constantFrom('10.9.0.0/16', '10.8.0.0/16'), gateway: fc.constant('10.9.0.1') },
              { requiredKeys: ['subnet'] },
            ),
            { minLength: 1, maxLength: 2, selector: ({ subnet }) => subnet },
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
  fc.constant({ external: true }),
  fc.record({ name: fc.constant('own-name') }),
);
const volume = fc.oneof(
  fc.constant(null),
  fc.constant({}),
  fc.record(
    {
      driver: fc.constant('local'),
      labels: pairs,
      name: name,
      driver_opts: fc.constant({ type: 'none', o: 'bind', device: './dev' }),
    },
    { requiredKeys: [] },
  ),
  fc.constant({ external: true }),
);

/** A compose file's content. */
export const project = fc.record(
  {
    services: fc.dictionary(fc.constantFrom('web', 'db', 'app-1', 'x_y', 'cache'), service, {
      minKeys: 1,
      maxKeys: 3,
    }),
    networks: fc.record({ front: network, back: network }),
    volumes: fc.record({ data: volume }),
    'x-top': fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ['services', 'networks', 'volumes'] },
);

/** As a file's text. Texts that YAML 1.1 took for something else stay unquoted, as people leave them. */
export const yamlOf = (content: unknown): string =>
  stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 }).replace(
    /^( *[A-Za-z_-]+: )"(yes|no|0777|1e3|1_000|22:22|0x1F|null|~|true)"$/gm,
    '$1$2',
  );
