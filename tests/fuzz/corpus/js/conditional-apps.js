const dev = process.env.NODE_ENV !== 'production';
module.exports = { apps: [{ name: 'web' }, ...(dev ? [{ name: 'watcher', watch: ['src'] }] : []), dev && { name: 'maybe' }].filter(Boolean) };
