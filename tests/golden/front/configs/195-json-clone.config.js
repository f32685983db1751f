const base = { name: 'base', script: 'app.js', env: { LIST: [1, 2], D: undefined, F: () => 1 } };
const copy = JSON.parse(JSON.stringify(base));
copy.name = 'copy';
copy.env.LIST.push(3);

module.exports = { apps: [base, copy], text: JSON.stringify({ a: [1, { b: null }], c: 'é"\n' }), pretty: JSON.stringify({ x: [1, 2], y: {} }, null, 2) };
