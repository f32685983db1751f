const queues = { default: 2, emails: 1, exports: 1 };
const apps = [];
Object.keys(queues).forEach(q => {
  for (let n = 1; n <= queues[q]; n++)
    apps.push({ name: `queue:${q}#${n}`, script: 'artisan', interpreter: 'php', args: `queue:work --queue=${q} --tries=3 --max-time=${60 * 60}`, autorestart: true });
});
apps.push({ name: 'schedule', script: 'artisan', interpreter: 'php', args: 'schedule:work' });
module.exports = { apps };
