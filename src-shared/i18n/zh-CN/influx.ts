import type { influx as source } from '../en/influx';
import type { Translation } from '../types';

export const influx: Translation<typeof source> = {
  'influx.doing': '访问 {host} 上的 InfluxDB 数据库 {database}',
  'influx.unreachable.hint': '检查 InfluxDB 是否在运行、地址和端口是否可达，然后重试。',
  'influx.refused': 'InfluxDB 拒绝了该用户名或密码。',
  'influx.refused.hint': '检查用户名和密码，以及该用户是否有权使用这个数据库。',
  'influx.rejected.hint': '检查数据库是否存在，以及版本是否为 InfluxDB 1.x：2 和 3 使用另一种查询语言。',
  'influx.none': '没有在用的 InfluxDB',
  'influx.none.hint': '在“设置”中填写一个，或启动 cAdvisor + InfluxDB + Grafana 项目，它会被自动发现。',
};
