import type { StartOptions } from 'pm2';
import * as path from 'node:path';
interface App extends StartOptions { name: string; env?: Record<string, string> }
type Mode = 'fork' | 'cluster';
const isProd: boolean = process.env.NODE_ENV === 'production';
const mode = (isProd ? 'cluster' : 'fork') as Mode;
function app<T extends string>(name: T, port: number = 3000, ...rest: string[]): App {
  return { name, script: path.join('dist', `${name}.js`), exec_mode: mode, args: rest, env: { PORT: String(port), HOST: process.env.HOST!, DB: (process.env.DB as string | undefined) ?? 'none' } } satisfies App;
}
const ports = { api: 1, web: 2 } as const;
const list: Array<App> = (Object.keys(ports) as (keyof typeof ports)[]).map((k): App => app(k, ports[k]!, 'x'));
const pick = ({ a, b = 2 }: { a: number; b?: number }, [c]: number[] = [3]) => a + b + c;
let late!: string; late = 'set';
const m = new Map<string, number>([['k', 1]]); const t = <number>(5 as unknown);
try { throw new Error('x'); } catch (e: unknown) { late += (e as Error).message; }
export default { apps: list, sum: pick({ a: 1 }), late, k: m.get('k')!, t };
