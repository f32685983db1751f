export const apps = [
  {
    name: 'zoo',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 2,
    env: { NODE_ENV: 'production', PORT: 3000 },
  },
];
