const apps = [{ n: 'a', k: 'web' }, { n: 'b', k: 'job' }, { n: 'c', k: 'web' }];
const by = Object.groupBy(apps, (app, i) => (i === 9 ? 'x' : app.k));
module.exports = { by, keys: Object.keys(by), plain: Object.getPrototypeOf(by) === null };
