import type { stacksExit as source } from '../en/stacks-exit';
import type { Translation } from '../types';

export const stacksExit: Translation<typeof source> = {
  'stacks.exit.theProgram': '该程序',
  'stacks.exit.theSource': '来源路径',

  'stacks.exit.created.head': '尚未启动过',
  'stacks.exit.created.what': '容器已创建，但还没有运行过任何程序。',
  'stacks.exit.running.head': '正在运行',
  'stacks.exit.running.what': '一切正常。',
  'stacks.exit.paused.head': '已暂停',
  'stacks.exit.paused.what': '进程被冻结：内存和连接都保留，恢复之前不会应答。',
  'stacks.exit.starting.head': '健康检查尚未通过',
  'stacks.exit.starting.what': '容器正在运行，引擎在等待第一次通过的检查。',
  'stacks.exit.restarted.head': { one: '重启 1 次后又在运行', other: '重启 {n} 次后又在运行' },
  'stacks.exit.restarted.what': '程序结束后引擎又启动了它。最后几行输出可能说明原因。',
  'stacks.exit.unhealthy.head': {
    one: '不健康（unhealthy）：健康检查失败',
    other: '不健康（unhealthy）：健康检查连续失败 {n} 次',
  },
  'stacks.exit.unhealthy.what': '容器在运行，但其中的检查以代码 {code} 结束：{said}',
  'stacks.exit.unhealthy.silent': '没有任何输出。',

  'stacks.exit.done.head': '已完成',
  'stacks.exit.done.what': '程序自行结束并报告成功（代码 0）。',
  'stacks.exit.one.head': '程序出错结束（代码 1）',
  'stacks.exit.one.what': '大多数程序遇到任何错误都返回 1。具体原因在输出里，不在代码里。',
  'stacks.exit.two.head': '程序出错结束（代码 2）',
  'stacks.exit.two.what':
    'Shell 读不懂命令行时返回 2；许多程序在选项有误时返回 2，也有程序用它表示自己的错误。',
  'stacks.exit.app.head': '程序出错结束（代码 {code}）',
  'stacks.exit.app.what': '代码 {code} 由程序自己决定，含义见它的文档和输出。',
  'stacks.exit.own125.head': '程序以代码 125 结束',
  'stacks.exit.own125.what':
    '125 是程序自己返回的。教程里“125 表示容器运行失败”说的是 docker run 命令本身的返回码，那时并没有结束的容器。',
  'stacks.exit.own128.head': '程序以代码 128 结束',
  'stacks.exit.own128.what': '128 是程序自己返回的，并不表示信号：信号从 129 开始。',
  'stacks.exit.shell126.head': '其中的命令无法执行（代码 126）',
  'stacks.exit.shell126.what':
    '容器已启动，其中的 shell 找到了命令，但不能执行：文件没有 x 权限，或者它是文件夹。',
  'stacks.exit.shell127.head': '其中的命令找不到（代码 127）',
  'stacks.exit.shell127.what': '容器已启动，其中的 shell 要执行的命令在镜像里不存在。',
  'stacks.exit.lost.head': '以代码 255 结束',
  'stacks.exit.lost.what':
    '要么程序返回了 -1，要么引擎失去了对它的跟踪（引擎崩溃或计算机关机），无法得知真正的代码。',

  'stacks.exit.oom.head': '内存不足：被内核杀死（代码 137）',
  'stacks.exit.oom.what': '它要用的内存超过了 {limit} 的限制，内核用 SIGKILL 杀死了它。引擎已确认（OOM）。',
  'stacks.exit.oom.whatHost':
    '它自己没有内存限制，是计算机的内存用尽，内核用 SIGKILL 杀死了它。引擎已确认（OOM）。',
  'stacks.exit.oomChild.head': '其中一个进程因内存不足被杀死',
  'stacks.exit.oomChild.what':
    '内核杀死了其中一个超出内存限制的进程（OOMKilled），主程序随后以代码 {code} 结束。',
  'stacks.exit.stopTimeout.head': '没有及时停止，被强行杀死（代码 137）',
  'stacks.exit.stopTimeout.what': {
    one: '它收到停止信号 {signal}，1 秒内没有结束，于是被 SIGKILL 杀死。这不是内存不足。',
    other: '它收到停止信号 {signal}，{n} 秒内没有结束，于是被 SIGKILL 杀死。这不是内存不足。',
  },
  'stacks.exit.killed.head': '被人为杀死（代码 137）',
  'stacks.exit.killed.what':
    'SIGKILL 通过引擎发给了它，docker kill 和 docker rm -f 就是这样做的。这不是内存不足。',
  'stacks.exit.killedOutside.head': '被引擎以外的一方杀死（代码 137）',
  'stacks.exit.killedOutside.what':
    'SIGKILL 结束了它，但信号不是通过引擎发出的：来自容器内或计算机上的某个进程，或者引擎自身被关闭。引擎没有看到内存不足（OOMKilled 为 false）。',
  'stacks.exit.killedUnknown.head': '被杀死（代码 137）',
  'stacks.exit.killedUnknown.what':
    'SIGKILL 结束了它，引擎没有看到内存不足（OOMKilled 为 false）。多半是要求停止后 {seconds} 秒内没有结束，或者有人杀死了它；引擎已不记得是哪一种。',
  'stacks.exit.stopped.head': '已停止',
  'stacks.exit.stopped.what': '它收到停止信号 {signal} 后结束。这是正常停止。',
  'stacks.exit.stopped.whatCode': '它收到停止信号 {signal} 后自行以代码 {code} 结束。这是正常停止。',
  'stacks.exit.stopped.whatUnseen': '它因 {signal} 结束，停止操作发送的就是这个信号。这是正常停止。',
  'stacks.exit.int.head': '被中断（代码 130）',
  'stacks.exit.int.what': '它因 SIGINT 结束，在它的终端里按 Ctrl+C 就会发送这个信号。',
  'stacks.exit.abort.head': '程序自行中止（代码 134）',
  'stacks.exit.abort.what': '它因 SIGABRT 结束：程序发现无法继续时会这样中止自己，例如断言失败、堆损坏。',
  'stacks.exit.segv.head': '程序崩溃（代码 139）',
  'stacks.exit.segv.what': '它因 SIGSEGV 结束：程序访问了不属于它的内存。这是程序的缺陷，或者某个库不匹配。',
  'stacks.exit.fault.what':
    '它因 {signal} 结束（代码 {code}）：处理器遇到了无法执行的操作。为其他处理器构建的程序会这样结束。',
  'stacks.exit.signal.head': '被 {signal} 结束',
  'stacks.exit.signal.what': '代码 {code} 即 128 + {number}，表示 {signal}。{own}',
  'stacks.exit.signal.sent': '它是通过引擎发送的。',
  'stacks.exit.signal.own': '程序也可能自己返回这个代码。',
  'stacks.exit.dead.head': '引擎没能把它删除',
  'stacks.exit.dead.what': '它只删除了一半：文件仍被占用。它不能再启动。',

  'stacks.exit.start.head': '引擎无法启动它',
  'stacks.exit.start.what': '引擎说：{words}',
  'stacks.exit.port.head': '端口 {port} 已被占用',
  'stacks.exit.port.what': '引擎无法启动它，因为另一个容器或程序已经在这台计算机的端口 {port} 上监听。',
  'stacks.exit.notFound.head': '找不到 {program}（代码 127）',
  'stacks.exit.notFound.what': '引擎无法启动它，因为镜像里没有 {program}，或者不在所指的位置。',
  'stacks.exit.notExecutable.head': '{program} 不可执行（代码 126）',
  'stacks.exit.notExecutable.what':
    '引擎无法启动它：{program} 存在，但不能执行。它没有 x 权限，或者是文件夹。',
  'stacks.exit.platform.head': '为其他处理器构建',
  'stacks.exit.platform.what':
    '引擎无法启动它：这台计算机不能运行 {program}。它是为其他处理器构建的，或者是首行没有写明 shell 的脚本。',
  'stacks.exit.network.head': '它的网络 {network} 已不存在',
  'stacks.exit.network.what': '引擎无法启动它，因为它所属的一个网络被删除了。',
  'stacks.exit.mount.head': '挂载失败',

  'stacks.exit.next.created': '重启策略只在第一次启动之后生效。要继续，请启动它。',
  'stacks.exit.next.failedStart': '启动失败不会重试，不论重启策略（{policy}）如何。有人启动之前它一直如此。',
  'stacks.exit.next.trying':
    '引擎会自动再次启动它（策略 {policy}，已重启 {count} 次），最多等 {seconds} 秒。等待时间每次加倍，最长一分钟。',
  'stacks.exit.next.tryingLimited':
    '引擎会自动再次启动它（策略 {policy}，已重启 {count} 次，上限 {max} 次），最多等 {seconds} 秒。等待时间每次加倍。',
  'stacks.exit.next.no': '有人启动之前它保持停止（重启策略 no）。',
  'stacks.exit.next.onFailureDone': '它保持停止：on-failure 只重启以非 0 代码结束的容器。',
  'stacks.exit.next.gaveUp': {
    one: '引擎已按 on-failure:1 重试一次，现在让它保持停止。',
    other: '引擎已按 on-failure:{n} 重试 {n} 次，现在让它保持停止。',
  },
  'stacks.exit.next.byHand': '它是被人停止的，所以保持停止：策略（{policy}）不会与之相违。',
  'stacks.exit.next.stays': '有人启动之前它保持停止（重启策略 {policy}）。',
  'stacks.exit.next.always':
    '有人停止了它，所以暂时保持停止。策略为 always 时，引擎重新启动（例如计算机重启）后它会再次运行。',
  'stacks.exit.next.unlessStopped':
    '有人停止了它，所以保持停止，引擎重新启动后也一样（策略 unless-stopped）。',
  'stacks.exit.next.runningNo': '结束后它保持停止（重启策略 no）。',
  'stacks.exit.next.runningAlways': '结束后引擎会再次启动它（重启策略 {policy}）。',
  'stacks.exit.next.runningOnFailure': '以非 0 代码结束时，引擎会再次启动它（重启策略 on-failure）。',
  'stacks.exit.next.runningOnFailureLimited': {
    one: '以非 0 代码结束时，引擎会再次启动它，仅一次（on-failure:1）。',
    other: '以非 0 代码结束时，引擎会再次启动它，最多 {n} 次（on-failure:{n}）。',
  },
  'stacks.exit.next.unhealthy': '引擎只做标记：没有哪种重启策略会重启正在运行但不健康的容器。',

  'stacks.exit.try.lines': '请看它的最后几行输出：大多数程序会在那里说明原因。',
  'stacks.exit.try.start': '解决引擎指出的问题，然后再启动。',
  'stacks.exit.try.spelling':
    '检查 command 和 entrypoint 的拼写，并确认镜像里有这个程序（精简镜像可能没有）。',
  'stacks.exit.try.shebang':
    '如果是脚本：首行必须写明镜像里有的 shell，换行必须是 Linux 格式（LF，不是 CRLF）。',
  'stacks.exit.try.shebangFirst': '如果是脚本：首行请写 #!/bin/sh 之类。',
  'stacks.exit.try.chmod': '给文件加上 x 权限：在 Dockerfile 里 RUN chmod +x，或在挂载来源处 chmod +x。',
  'stacks.exit.try.notFolder': '确认 command 和 entrypoint 指的是文件而不是文件夹。',
  'stacks.exit.try.platform': '使用适合这台计算机处理器的镜像，或在服务上设置 platform:。',
  'stacks.exit.try.port': '在 ports: 里换一个端口，然后再次启动项目（up）。',
  'stacks.exit.try.portFree': '或者停止占用该端口的程序，然后再启动这个容器。',
  'stacks.exit.try.recreate': '再次启动项目（up）：会重建网络和容器。',
  'stacks.exit.try.mount': '确认 {path} 存在，并且引擎可以读取。',
  'stacks.exit.try.mountKind':
    '把文件挂载到了文件夹上，或者相反。如果首次启动时文件不存在，Docker 会在原处建一个空文件夹：请删除它，放好文件，再重建容器。',
  'stacks.exit.try.remove': '删除它（docker rm -f），然后再次启动项目（up）。',
  'stacks.exit.try.memory': '给它多于 {limit} 的内存：mem_limit 或 deploy.resources.limits.memory。',
  'stacks.exit.try.hostMemory': '释放计算机内存，或限制占用过多的容器。',
  'stacks.exit.try.heap': '或者让程序少用一些：Java 用 -XX:MaxRAMPercentage，Node 用 --max-old-space-size。',
  'stacks.exit.try.init':
    '设置 init: true。作为 1 号进程的程序会忽略它没有处理的停止信号；小型 init 会把信号传下去。',
  'stacks.exit.try.execForm':
    '把 command 和 entrypoint 写成列表 ["程序", "选项"]：写成文本会在 shell 里运行，信号会被 shell 截住。',
  'stacks.exit.try.grace': '如果它需要更久才能结束：请调大 stop_grace_period。',
  'stacks.exit.try.killed': '无需修复。需要时再启动即可。',
  'stacks.exit.try.engineRestart': '查看当时引擎或计算机是否重新启动过。',
  'stacks.exit.try.missedOom':
    '它刚启动就结束了：这么早的内存不足，引擎可能看不到。它的限制是 {limit}，请调大试试。',
  'stacks.exit.try.kernelLog': '查看当时的内核日志：journalctl -k 或 dmesg。',
  'stacks.exit.try.segv': '换一个版本的镜像试试；在 ARM 计算机上请确认镜像是为 ARM 构建的。',
  'stacks.exit.try.shell': '没有终端时 shell 会立即结束。请设置 tty: true，或给它一个会持续运行的命令。',
  'stacks.exit.try.foreground':
    '如果它应该持续运行：主程序必须在前台运行，而不是作为守护进程（例如 nginx -g "daemon off;"）。',
  'stacks.exit.try.check': '在它的终端里手动运行检查命令，看看输出。',
  'stacks.exit.try.checkTool':
    '镜像里没有检查所用的程序，常见的是 curl。请改用它有的程序（wget、服务器自带的客户端），或者装上。',
  'stacks.exit.try.checkTimeout': '检查用时过长。请调大 healthcheck.timeout，或使用更快的检查。',
  'stacks.exit.try.line.inUse': '输出说地址已被占用：容器内已有程序在监听该端口。',
  'stacks.exit.try.line.name': '输出说名称无法解析：请用服务名作为主机名，并让两者在同一网络上。',
  'stacks.exit.try.line.refused':
    '输出说连接被拒绝：它依赖的服务可能还没有就绪。请给那个服务加健康检查，并在 depends_on 里用 condition: service_healthy。',
  'stacks.exit.try.line.permission': '输出说权限不足：请查看挂载文件夹的属主，以及服务的 user:。',
  'stacks.exit.try.line.space': '输出说磁盘已满：请释放空间（docker system df 可查看占用）。',
  'stacks.exit.try.line.heap': '输出说程序内部内存用尽：请调大它自己的上限（堆）。',
  'stacks.exit.try.line.variable': '输出要求设置变量：请在 environment: 或 env 文件里设置。',
  'stacks.exit.try.line.file': '输出指出缺少文件：请检查挂载路径和命令中的路径。',
};
