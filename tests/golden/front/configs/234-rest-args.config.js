const cmd = (bin, ...args) => ({ script: bin, args: args.join(' '), interpreter: 'none', name: [bin, ...args.slice(0, 1)].join('-') });
module.exports = { apps: [cmd('redis-server', '--port', 6380), cmd('nginx', '-g', '"daemon off;"'), cmd('top')] };
