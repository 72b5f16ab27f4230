import type { runner as en } from '../en/runner';
import type { Translation } from '../types';

export const runner: Translation<typeof en> = {
  'runner.doing.start': '开始执行：{title}',
  'runner.doing.resume': '继续执行：{title}',
  'runner.doing.undo': '撤销：{title}',
  'runner.doing.cancel': '取消：{title}',
  'runner.doing.run': '执行计划',
  'runner.doing.step': '执行步骤：{step}',
  'runner.doing.undoStep': '撤销步骤：{step}',
  'runner.doing.lock': '占用 {target}',
  'runner.doing.journal': '写入运行日志 {path}',
  'runner.doing.read': '读取运行 {run}',

  'runner.invalid.duplicate': '计划中有重复的步骤 {step}。',
  'runner.invalid.unknown': '步骤 {step} 依赖 {dependency}，但计划中没有它。',
  'runner.invalid.cycle': '这些步骤互相等待：{steps}',
  'runner.invalid.hint':
    '没有做任何改动。这是 Flotilla 的错误，请连同计划一起报告（flotilla plan FILE --json）。',

  'runner.refused.what': '检查发现 {n} 个问题，因此没有做任何改动。',
  'runner.refused.hint': '请先解决下面列出的问题，再重试。',
  'runner.changed.what': '制定计划之后环境发生了变化，计划已经不同。',
  'runner.changed.hint': '没有做任何改动。请查看新的计划并重新确认。',

  'runner.lock.byApp': 'Flotilla 应用（进程 {pid}）自 {since} 起正在处理 {target}。',
  'runner.lock.byCommand': 'flotilla 命令（进程 {pid}）自 {since} 起正在处理 {target}。',
  'runner.lock.hint': '请等待运行 {run} 结束，或在那边取消它，然后重试。',
  'runner.lock.contended': '其他进程正在同时争用 {target}。',
  'runner.lock.again': '请重试。',

  'runner.journal.full': '磁盘已满。',
  'runner.journal.full.hint': '请在 {path} 所在的磁盘上释放空间，然后继续或撤销该运行。没有再开始任何步骤。',
  'runner.journal.hint': '请确保 {path} 可写，然后继续或撤销该运行。没有再开始任何步骤。',

  'runner.unreadable.what': '运行日志 {path} 的第 {line} 行已损坏。',
  'runner.unreadable.hint': '文件 {path} 无法使用，其他运行不受影响。',
  'runner.unknown.what': '没有运行 {run}。',
  'runner.unknown.hint': '列出所有运行即可查看它们的编号。',
  'runner.elsewhere.what': '它正由另一个 Flotilla 进程执行。',
  'runner.elsewhere.hint': '请在那边取消：在它的窗口中，或在它的终端按 Ctrl-C。',
  'runner.busy.what': '该运行正在进行中。',
  'runner.busy.hint': '请等待它结束，或先取消它。',
  'runner.cannotResume.what': '状态为“{status}”的运行不能继续。',
  'runner.cannotResume.hint': '失败、已取消和被中断的运行可以继续，前提是尚未开始撤销。',
  'runner.cannotUndo.what': '该运行（“{status}”）不能撤销。',
  'runner.cannotUndo.hint': '没有可撤销的内容，或者它已删除了无法恢复的东西。',

  'runner.step.interrupted': '执行该步骤时 Flotilla 退出了。',
  'runner.step.stopped': '它在完成之前被停止了。',
  'runner.step.hint': '请解决原因，然后继续该运行，或撤销它。',

  'store.doing.read': '读取 {path}',
  'store.read.hint': '请确保 {path} 是你有权读取的文件，然后重试。',
  'store.doing.write': '保存 {path}',
  'store.write.hint': '请确保 {path} 可写且磁盘有空间，然后重试。',

  'secret.doing': '读取密码',
  'secret.env.unset': '环境变量 {name} 未设置。',
  'secret.env.empty': '环境变量 {name} 为空。',
  'secret.env.hint': '请在启动 Flotilla 的环境中把 {name} 设为密码，然后重试。',
  'secret.file.absent': '文件 {path} 不存在。',
  'secret.file.empty': '{path} 的第一行为空。',
  'secret.file.hint': '请把密码写在 {path} 的第一行，并确保你可以读取它。',
  'secret.stored.gone': '密码已不再保存：它是在之前的会话中输入的。',
  'secret.stored.gone.hint': '请重新输入密码。',
  'secret.stored.sealed': '密码由 Flotilla 应用保存，只有应用能打开。',
  'secret.stored.sealed.hint': '请在应用中执行，或用环境变量或文件提供密码。',
  'secret.container.closed': '密码在容器中，而当前没有可用的 Docker 引擎来读取它。',
  'secret.container.hint': '请启动 Docker 引擎，然后重试。',
};
