const template = { name: '{{env}}-{{role}}', out_file: '/var/log/{{role}}/{{env}}.log', cwd: '/srv/{{ role }}' };
const render = (s, vars) => s.replace(/\{\{\s*(\w+)\s*\}\}/g, (m, key) => (key in vars ? vars[key] : m));
const fill = (vars) => Object.fromEntries(Object.entries(template).map(([k, v]) => [k, render(v, vars)]));

module.exports = {
  apps: ['api', 'jobs'].map((role) => ({ script: `${role}.js`, ...fill({ env: process.env.APP_ENV || 'dev', role }) })),
};
