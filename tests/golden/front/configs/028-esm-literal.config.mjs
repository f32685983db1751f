export default {
  apps: [
    {
      name: 'astro',
      script: './dist/server/entry.mjs',
      env: { HOST: '0.0.0.0', PORT: 4321, NODE_ENV: 'production' },
    },
  ],
}
