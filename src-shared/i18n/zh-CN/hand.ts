import type { hand as source } from '../en/hand';
import type { Translation } from '../types';

export const hand: Translation<typeof source> = {
  'hand.title': '手工搭建 {name}',
  'hand.lead':
    '不用 Flotilla 时需要输入的命令，名称、地址和端口都取自现有的环境。供阅读和在别处练习用：这里的已经搭好了。',
  'hand.contents': '步骤',
  'hand.nothing': '这里还没有可写的内容',
  'hand.nothing.text': '没有节点应答，或者它在这个引擎上什么都没有。',
  'hand.destructive': '这会删除现有的内容。',
  'hand.password': '密码',
  'hand.password.text':
    '只输入一次，保存在 shell 变量里，不会留在历史记录中。写在服务器的命令行上，仍能用 docker inspect 看到：Flotilla 会把它写进只有服务器能读的文件。',
  'hand.network': '带固定地址的网络',
  'hand.network.text': '节点会把自己的地址告诉其他节点。在自己的、带子网的网络上，每个容器的地址固定不变。',
  'hand.nodes': '{n} 个服务器',
  'hand.nodes.bridge':
    '每个都是普通的服务器，只是开启了集群模式。它宣告网络上的地址，以及与发布端口完全相同的端口：若不相同，客户端会被指到没有应答的地方。',
  'hand.nodes.host':
    '每个都是普通的服务器，只是开启了集群模式。主机模式直接使用本机端口：客户端端口，以及比它大 10000 的总线端口。很多教程里的 --privileged 并不需要。',
  'hand.join': '组成一个集群',
  'hand.join.text':
    'redis-cli 把 16384 个槽位分给各主节点，让节点互相认识，并挂上从节点。它会显示方案并询问：回答 yes。',
  'hand.join.unknown': '没有主节点应答。',
  'hand.look': '检查是否正常',
  'hand.look.text': 'cluster_state:ok，16384 个槽位都有归属；加上 -c 会跟随重定向到拥有该键的节点。',
  'hand.look.stack': '什么在运行、说了什么、为什么停止、网络上有谁。',
  'hand.out': '扩容：增加一个主节点和它的从节点',
  'hand.out.text':
    '再启动两个服务器；第一个以没有槽位的主节点加入，从其他所有主节点得到 {slots} 个槽位，然后挂上它的从节点。省略这些选项时，redis-cli 会逐个询问。',
  'hand.in': '缩容',
  'hand.in.text':
    '反过来做：先让从节点离开，再把槽位还给留下的主节点，最后才删除已空的主节点。还有槽位的主节点不能删除：其中的键会丢失。',
  'hand.remove': '全部删除',
  'hand.remove.text': '容器、数据和网络。删除的数据无法恢复：请先备份。',
  'hand.compose': '用 docker compose',
  'hand.compose.text': '检查文件，全部启动，查看情况，重启一个服务。',
  'hand.secrets': '机密',
  'hand.secrets.text': '只输入一次，保存在 shell 变量里：docker run 按名称取用，值不会留在历史记录中。',
  'hand.networks': '网络和卷',
  'hand.networks.text': '不用 compose 时要先创建它们。同一网络上的容器用名称互相访问。',
  'hand.run': '逐个启动容器',
  'hand.run.text':
    '按依赖的顺序。只写出与镜像自身设置不同的部分。没有什么会等到数据库能应答为止：这要你自己确认。',
  'hand.remove.stack': '全部停止并删除',
  'hand.remove.stackText':
    '用 compose 时是第一行，手工时是其余几行。卷会保留，数据也就保留。确定要丢弃数据时，才给 “down” 加上 --volumes。',
  'hand.container': '容器',
  'hand.container.text': '只写出与镜像自身设置不同的部分。其他网络在之后加入：docker run 只能指定一个。',
  'hand.look.container':
    '是否在运行、说了什么、怎样结束、用了多少资源；还可以在里面打开 shell，用 exit 离开。',
  'hand.remove.container': '删除容器',
  'hand.remove.containerText': '容器连同写在其内部的内容都会删除。网络和有名称的卷会保留。',
};
