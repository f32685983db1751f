const skip = (process.env.SKIP || '').split(/[\s,]+/).filter((x) => x);
const only = process.env.ONLY && new RegExp(process.env.ONLY);
const all = ['api', 'web', 'jobs'];
module.exports = {
  apps: all.filter((n) => !skip.includes(n)).filter((n) => !only || only.test(n)).map((name) => ({ name, script: name + '.js' })),
};
