export const apps = [
  {
    name: 'remix',
    script: 'npx',
    args: 'remix-serve ./build/server/index.js',
    env_production: { NODE_ENV: 'production' },
  },
]

export const deploy = {
  production: {
    user: 'node',
    host: 'remix.example.net',
    ref: 'origin/main',
    repo: 'https://git.example.net/remix.git',
    path: '/srv/remix',
    'post-deploy': 'npm ci --omit=dev && pm2 reload ecosystem.config.mjs',
  },
}
