const defineConfig = <T extends object>(config: T): T => config;

declare const process: { env: { [key: string]: string | undefined } };

export default defineConfig({
  apps: [
    {
      name: 'typed' as string,
      script: './src/index.ts',
      interpreter: 'tsx',
      watch: process.env.WATCH! === 'true',
      args: [1, 2].map((n: number): string => String(n)),
    },
  ],
});
