const flag = process.uptime() > 0, apps = [{ name: "a", list: [], env: {} }, { name: "b", list: [], env: {} }];
const o = { a: apps[0] }; const { [flag ? 'a' : 'b']: t } = o; t.name = 'computed destructure';
module.exports = { apps };
