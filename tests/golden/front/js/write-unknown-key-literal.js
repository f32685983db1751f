const flag = process.uptime() > 0, apps = [{ name: "a", list: [], env: {} }, { name: "b", list: [], env: {} }];
const g = flag ? 'x' : 'y'; const o = { [g]: apps[0] }; for (const k in o) o[k].name = 'in';
module.exports = { apps };
