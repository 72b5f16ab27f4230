import type { en } from '../en/index';
import type { Translation } from '../types';
import { app } from './app';
import { cli } from './cli';
import { common } from './common';
import { engine } from './engine';
import { ops } from './ops';
import { redis } from './redis';
import { runner } from './runner';
import { ui } from './ui';
import { wizard } from './wizard';

export const zhCN: Translation<typeof en> = {
  ...app,
  ...cli,
  ...common,
  ...engine,
  ...ops,
  ...redis,
  ...runner,
  ...ui,
  ...wizard,
};
