const flag = process.uptime() > 0, apps = [{ name: "a", list: [], env: {} }, { name: "b", list: [], env: {} }];
const o = { get: () => apps[0] }; const t = flag ? o : { get: () => ({}) }; t.get().name = 'got';
module.exports = { apps };
