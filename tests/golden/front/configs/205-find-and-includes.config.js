const SERVICES = (process.env.SERVICES || 'api,web').split(',');
const known = [
  { name: 'api', script: 'api.js', tags: ['core'] },
  { name: 'web', script: 'web.js', tags: ['core', 'public'] },
  { name: 'mailer', script: 'mailer.js', tags: ['async'] },
];
const main = known.find((s) => s.tags.includes('public'));

module.exports = {
  apps: known.filter(({ name }) => SERVICES.includes(name)).map(({ tags, ...app }) => app),
  main: main && main.name,
  some: known.some((s) => s.tags.length > 1), every: known.every((s) => s.script.endsWith('.js')), at: known.findIndex((s) => s.name === 'mailer'),
};
