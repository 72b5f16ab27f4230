import type { ops as source } from '../en/ops';
import type { Translation } from '../types';

export const ops: Translation<typeof source> = {
  'ops.docker.doing.check': '在容器 {name} 中查找 {path}',
  'ops.docker.doing.write': '写入容器 {name} 中的 {path}',
  'ops.docker.pull.note': '已完成 {done} / {n} 层',
  'ops.docker.networkTaken': '已存在名为 {name} 的网络，且不是本次运行创建的。',
  'ops.docker.containerTaken': '已存在名为 {name} 的容器，且不是本次运行创建的。',
  'ops.docker.subnetTaken': '子网 {subnet} 与网络 {network} 的 {other} 重叠。',
  'ops.docker.subnetTaken.hint':
    '请选择其他子网；如果不再需要该网络，可将其删除：docker network rm {network}',
  'ops.docker.portOfContainer': '端口 {port} 已被容器 {name} 占用。',
  'ops.docker.portOfContainer.hint':
    '请停止它（docker stop {name}）后继续本次运行；或撤销本次运行并选择其他端口。',
  'ops.docker.portOfProgram': '端口 {port} 已被程序 {name} 占用。',
  'ops.docker.portOfProgram.hint': '请停止 {name} 后继续本次运行；或撤销本次运行并选择其他端口。',
  'ops.docker.portTaken': '端口 {port} 已被其他程序占用。',
  'ops.docker.portTaken.hint':
    '请找到它（sudo ss -ltnp "sport = :{port}"），停止后继续本次运行；或撤销本次运行并选择其他端口。',
  'ops.docker.addressTaken': '网络 {network} 上的地址 {address} 已被容器 {name} 占用。',
  'ops.docker.imageMissing.hint': '请拉取它（docker pull {image}），然后继续本次运行。',
  'ops.docker.present': '容器 {name} 中已有 {path}：其存储来自以前的节点。',
  'ops.docker.present.hint': '请撤销本次运行，然后删除旧的卷或文件夹，或换一个名称，再重新创建。',
  'ops.docker.noSecret': '该文件需要 {name}，但没有提供同名的密钥。',
  'ops.docker.noSecret.hint': '请重新生成计划。',
  'ops.docker.noHandler': '当前版本的 Flotilla 不认识步骤 {kind}。',
  'ops.docker.noHandler.doing': '读取计划',
  'ops.docker.noHandler.hint': '请更新 Flotilla，然后继续运行。',

  'ops.host.doing.create': '创建文件夹 {path}',
  'ops.host.doing.remove': '删除文件夹 {path}',
  'ops.host.remote': '引擎运行在另一台计算机上：无法从这里在那里创建文件夹。',
  'ops.host.remote.hint': '请使用卷保存数据。',
  'ops.host.denied': '你没有权限写入 {path}。',
  'ops.host.denied.create.hint':
    '请选择你主目录中的文件夹，或将其归你所有：sudo mkdir -p {path} && sudo chown "$USER" {path}',
  'ops.host.denied.remove.hint': '容器的文件属于容器自己的用户。请用以下命令删除：sudo rm -rf {path}',
  'ops.host.notFolder': '{path} 已存在，但不是文件夹。',
  'ops.host.notFolder.hint': '请选择其他文件夹。',
  'ops.host.dangerous': 'Flotilla 不会删除 {path}：其中包含或可能包含远不止一个节点的数据。',
  'ops.host.dangerous.hint': '请手动删除数据。',
  'ops.host.inUse': '容器 {name} 正在使用 {path} 或其中的文件夹。',
  'ops.host.inUse.hint': '如果其数据可以删除，请先移除 {name}；否则请保留该文件夹。',
  'ops.host.full': '磁盘已满。',
  'ops.host.full.hint': '请释放一些空间，然后继续本次运行。',
};
