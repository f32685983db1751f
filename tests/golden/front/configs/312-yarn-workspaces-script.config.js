const WORKSPACES = 'server client@2 docs!'.split(' ');
const parse = (spec) => {
  const m = /^(\w+)(?:@(\d+))?(!)?$/.exec(spec);
  return { name: m[1], instances: Number(m[2] ?? 1), disabled: Boolean(m[3]) };
};
module.exports = {
  apps: WORKSPACES.map(parse).filter((w) => !w.disabled).map(({ name, instances }) => ({ name, instances, script: 'yarn', args: `workspace ${name} start`, interpreter: 'none' })),
};
