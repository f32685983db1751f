const parts = ['--a', process.env.NODE_ENV === 'production' ? '--prod' : undefined, null, '--z'];
module.exports = { apps: [{ name: 'join', script: 'j.js', args: parts.join(' '), list: parts, text: String(parts), n: parts.filter((p) => p != null).length }] };
