import { base, type Base, url as make } from './lib/ts/base';
import { Options } from './lib/ts/base.js';
export type Mine = Options;
const own: Base & Options = { ...base, script: make(base.name) };
export const apps: Options[] = [own];
export const config = { n: apps.length, dir: __dirname.length > 0 };
