const flags = {
  'max-old-space-size': 2048,
  'trace-deprecation': true,
  'inspect': process.env.NODE_ENV === 'development',
  'title': 'my app',
};
const node_args = Object.entries(flags)
  .filter(([, v]) => v !== false)
  .map(([k, v]) => (v === true ? `--${k}` : `--${k}=${/\s/.test(v) ? JSON.stringify(v) : v}`));

module.exports = { apps: [{ name: 'flags', script: 'f.js', node_args, args: node_args.join(' ') }] };
