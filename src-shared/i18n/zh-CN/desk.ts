import type { desk as en } from '../en/desk';
import type { Translation } from '../types';

export const desk: Translation<typeof en> = {
  'desk.man.section': 'Flotilla 手册',
  'desk.man.name': '名称',
  'desk.man.synopsis': '概要',
  'desk.man.description': '描述',
  'desk.man.commands': '命令',
  'desk.man.options': '选项',
  'desk.man.exit': '退出状态',
  'desk.man.files': '文件',
  'desk.man.environment': '环境变量',
  'desk.man.about':
    '不带参数时，flotilla 打开窗口；带命令时不需要窗口，也不需要显示器。两者共用设置、集群和运行记录。会做出更改的命令先显示计划，只有加上 --yes 才会执行。',
  'desk.man.home':
    'Flotilla 保存设置、运行记录等内容的目录；设置了 XDG_DATA_HOME 时位于其下。卸载 Flotilla 时会保留。',
  'desk.man.spec': '规格文件：描述要搭建的内容，与表单填写的一致。用于 flotilla plan、apply 和 script。',
  'desk.man.env.home': '改用另一个目录保存内容。',
  'desk.man.env.docker': '要使用的引擎，与 docker 相同；--engine 优先。',
  'desk.man.env.lang': '未指定 --lang 时的语言：以 zh 开头为中文，否则为英文。',
  'desk.man.env.color': '只要设置就不使用颜色。',
};
