const o = { set v(x) { this.got = x; } }; o[process.env.EXTRA ? 'v' : 'w'] = 3;
module.exports = [o.got === undefined, o.w === undefined];
