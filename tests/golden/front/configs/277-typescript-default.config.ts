import path from 'path';

export interface Service { readonly name: string; readonly port: number; optional?: boolean }

const services: readonly Service[] = [
  { name: 'api', port: 1 },
  { name: 'web', port: 2, optional: true },
] as const;

function toApp<T extends Service>(s: T, index: number = 0): { name: string } & Record<string, unknown> {
  return { name: s.name!, script: path.join('dist', <string>s.name, 'main.js'), env: { PORT: s.port as number, INDEX: index } };
}

export default { apps: services.filter((s): s is Service => !s.optional).map(toApp) };
