const queues = ['high', 'default', 'low'];
const apps = [];
let id = 0;
for (const q of queues) {
  const n = q === 'high' ? 3 : q === 'default' ? 2 : 1;
  for (let i = 0; i < n; i += 1) {
    id += 1;
    apps.push({ name: `q-${q}-${i}`, script: 'consume.js', args: ['--queue', q, '--id', id] });
  }
}
module.exports = { apps };
