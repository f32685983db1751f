import { ports, type Port } from './src/apps';

const out: Array<{ name: string; port: Port }> = Object.keys(ports).map((name) => ({ name, port: ports[name] }));

export const apps = out.map(({ name, port }) => ({ name, script: name + '.js', env: { PORT: port } }));
