const deepFreeze = (o) => {
  Object.values(o).forEach((v) => typeof v === 'object' && v !== null && deepFreeze(v));
  return Object.freeze(o);
};
const config = deepFreeze({ apps: [{ name: 'ice', script: 'i.js', env: { A: '1' } }] });
config.apps[0].name = 'melted';
delete config.apps[0].script;
config.extra = true;
module.exports = config;
