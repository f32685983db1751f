const defineConfig = (config) => config;

export default defineConfig({
  apps: [
    {
      name: 'typed',
      script: './src/index.ts',
      interpreter: 'tsx',
      watch: process.env.WATCH === 'true',
      args: [1, 2].map((n) => String(n)),
    },
  ],
});
