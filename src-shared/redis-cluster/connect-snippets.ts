import type { Snippet, Target } from './connect';

interface Tool {
  readonly tool: string;
  readonly language: Snippet['language'];
  readonly write: (target: Target) => string;
}

const seeds = (target: Target, one: (address: string, port: number) => string, indent: string): string =>
  target.seeds.map(([address, port]) => `${indent}${one(address, port)},`).join('\n');
const text = (...lines: readonly (string | false | undefined)[]): string =>
  lines.filter((line) => typeof line === 'string').join('\n');

/** Client libraries by the names of their packages. */
export const snippetTools: readonly Tool[] = [
  {
    tool: 'ioredis',
    language: 'javascript',
    write: (target) =>
      text(
        "import { Cluster } from 'ioredis';",
        '',
        'const redis = new Cluster(',
        '  [',
        seeds(target, (host, port) => `{ host: '${host}', port: ${port} }`, '    '),
        '  ],',
        (target.mapped || target.password !== undefined) && '  {',
        target.mapped && "    natMap: (key) => ({ host: '127.0.0.1', port: Number(key.split(':').pop()) }),",
        target.password !== undefined && `    redisOptions: { password: process.env.${target.password} },`,
        (target.mapped || target.password !== undefined) && '  },',
        ');',
        "await redis.set('greeting', 'hello');",
        "console.log(await redis.get('greeting'));",
        'await redis.quit();',
      ),
  },
  {
    tool: 'redis-py',
    language: 'python',
    write: (target) =>
      text(
        target.password !== undefined && 'import os',
        target.password !== undefined && '',
        'from redis.cluster import ClusterNode, RedisCluster',
        '',
        'redis = RedisCluster(',
        '    startup_nodes=[',
        seeds(target, (host, port) => `ClusterNode("${host}", ${port})`, '        '),
        '    ],',
        target.password !== undefined && `    password=os.environ["${target.password}"],`,
        target.mapped && '    address_remap=lambda address: ("127.0.0.1", address[1]),',
        '    decode_responses=True,',
        ')',
        'redis.set("greeting", "hello")',
        'print(redis.get("greeting"))',
      ),
  },
  {
    tool: 'Jedis',
    language: 'java',
    write: (target) =>
      text(
        'import java.util.Set;',
        'import redis.clients.jedis.*;',
        '',
        'var nodes = Set.of(',
        seeds(target, (host, port) => `new HostAndPort("${host}", ${port})`, '    ').replace(/,$/, ');'),
        'var config = DefaultJedisClientConfig.builder()',
        target.password !== undefined && `    .password(System.getenv("${target.password}"))`,
        target.mapped && '    .hostAndPortMapper(node -> new HostAndPort("127.0.0.1", node.getPort()))',
        '    .build();',
        'try (var redis = new JedisCluster(nodes, config)) {',
        '    redis.set("greeting", "hello");',
        '    System.out.println(redis.get("greeting"));',
        '}',
      ),
  },
  {
    tool: 'Lettuce',
    language: 'java',
    write: (target) =>
      text(
        'import io.lettuce.core.RedisURI;',
        'import io.lettuce.core.cluster.RedisClusterClient;',
        target.mapped && 'import io.lettuce.core.internal.HostAndPort;',
        target.mapped && 'import io.lettuce.core.resource.ClientResources;',
        target.mapped && 'import io.lettuce.core.resource.MappingSocketAddressResolver;',
        'import java.util.List;',
        '',
        'var nodes = List.of(',
        seeds(
          target,
          (host, port) =>
            `RedisURI.builder().withHost("${host}").withPort(${port})` +
            (target.password === undefined
              ? '.build()'
              : `.withPassword(System.getenv("${target.password}").toCharArray()).build()`),
          '    ',
        ).replace(/,$/, ');'),
        target.mapped && 'var resources = ClientResources.builder()',
        target.mapped && '    .socketAddressResolver(MappingSocketAddressResolver.create(',
        target.mapped && '        node -> HostAndPort.of("127.0.0.1", node.getPort())))',
        target.mapped && '    .build();',
        `try (var client = RedisClusterClient.create(${target.mapped ? 'resources, ' : ''}nodes);`,
        '     var connection = client.connect()) {',
        '    connection.sync().set("greeting", "hello");',
        '    System.out.println(connection.sync().get("greeting"));',
        '}',
      ),
  },
  {
    tool: 'go-redis',
    language: 'go',
    write: (target) =>
      text(
        'client := redis.NewClusterClient(&redis.ClusterOptions{',
        '\tAddrs: []string{',
        seeds(target, (host, port) => `"${host}:${port}"`, '\t\t'),
        '\t},',
        target.password !== undefined && `\tPassword: os.Getenv("${target.password}"),`,
        target.mapped && '\tDialer: func(ctx context.Context, network, address string) (net.Conn, error) {',
        target.mapped && '\t\t_, port, _ := net.SplitHostPort(address)',
        target.mapped && '\t\treturn net.Dial(network, net.JoinHostPort("127.0.0.1", port))',
        target.mapped && '\t},',
        '})',
        'err := client.Set(ctx, "greeting", "hello", 0).Err()',
      ),
  },
];
