type Env = 'production' | 'staging' | 'development';

interface App {
  name: string;
  script: string;
  instances?: number | 'max';
  env?: Record<string, string | number>;
}

const current = (process.env.NODE_ENV ?? 'development') as Env;
const instances: Record<Env, number | 'max'> = { production: 'max', staging: 2, development: 1 };

const app = (name: string, port: number): App => ({
  name,
  script: `dist/${name}.js`,
  instances: instances[current],
  env: { PORT: port } satisfies Record<string, number>,
});

module.exports = { apps: [app('api', 3000), app('web', 3001)] };
