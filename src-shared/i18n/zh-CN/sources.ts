import type { sources as source } from '../en/sources';
import type { Translation } from '../types';

export const sources: Translation<typeof source> = {
  'sources.title': '监控数据源',
  'sources.text':
    '始终采集 Docker 引擎和主机的数据。可以再加入 cAdvisor 和 InfluxDB；其中之一不可用时由引擎继续提供数据，缺失的部分之后尽可能补上。',
  'sources.state.fine': '正常',
  'sources.state.late': '延迟',
  'sources.state.gone': '不可用',
  'sources.state.off': '连接中',
  'sources.state.none': '未发现',
  'sources.cadvisor.about': '一次请求即可采集所有容器，代替引擎自身的统计。',
  'sources.influx.about': '保存比本应用一个月更久的历史，也供 Grafana 使用。需要 1.x 版本。',
  'sources.mode': '位置',
  'sources.mode.auto': '自动发现',
  'sources.mode.custom': '指定地址',
  'sources.url': '地址',
  'sources.url.bad': '请写成 http://主机:端口 或 https://主机:端口，不含用户名。',
  'sources.cadvisor.url.hint': 'cAdvisor 网页的地址，例如 http://10.0.0.5:8080',
  'sources.influx.url.hint': '它的 HTTP 接口，例如 http://10.0.0.5:8086',
  'sources.database': '数据库',
  'sources.database.bad': '请填写数据库名称。',
  'sources.database.hint': 'cAdvisor 写入的数据库；不存在时会创建。',
  'sources.user': '用户',
  'sources.password': '密码',
  'sources.password.kept': '已保存密码。留空则保持不变。',
  'sources.ca': '证书颁发机构',
  'sources.ca.hint': '本机上 PEM 文件的路径，仅在系统不信任该机构时需要。',
  'sources.insecure': '接受任何证书',
  'sources.insecure.hint': '这样中间人就能读到密码。',
  'sources.save': '保存',
  'sources.discard': '放弃更改',
  'sources.write': '同时写入 InfluxDB',
  'sources.write.hint':
    '写入 cAdvisor 没有写的数据：块 I/O、CPU 限流、进程数、资源限制、内存不足事件、主机和 Redis。不可用期间的数据之后补写。',
  'sources.open': '设置数据源',
};
