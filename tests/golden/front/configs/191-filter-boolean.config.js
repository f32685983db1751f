const prod = process.env.NODE_ENV === 'production';

module.exports = {
  apps: [
    { name: 'web', script: 'web.js' },
    prod && { name: 'metrics', script: 'metrics.js' },
    !prod && { name: 'storybook', script: 'npm', args: 'run storybook' },
    process.env.USE_BUN ? { name: 'bun', script: 'bun.ts', interpreter: 'bun' } : null,
  ].filter(Boolean),
};
