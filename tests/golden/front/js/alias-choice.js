// What is done to one of several values, nobody knows which, was done to one of them.
const flag = process.uptime() > 0;
const apps = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, list: [], env: {} }));
(flag ? apps[0] : apps[1]).name = 'changed';
(flag ? () => apps[2].list.push(1) : () => 0)();
const { env } = flag ? apps[3] : { env: {} };
env.Y = 2;
module.exports = { apps, last: apps[4].name };
