const o = {}; o[3] = 'c'; o['1'] = 'a'; o.x = 1; o[-1] = 'n'; o[1.5] = 'f'; const a = [1, 2]; a['0'] = 9; a.extra = 1;
module.exports = { o, a, k: Object.keys(a), v: a[0] };
