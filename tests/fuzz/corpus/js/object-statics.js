const o = { b: 1, a: [2], 1: 'x' };
module.exports = { k: Object.keys(o), v: Object.values(o), e: Object.entries(o), as: Object.assign({}, o, null, { c: 3 }), fe: Object.fromEntries([['x', 1], ['y', 2]]), fe2: Object.fromEntries(Object.entries(o).map(([k, v]) => [k + '!', v])), fz: Object.freeze({ a: 1 }), has: o.hasOwnProperty('a'), has2: Object.hasOwn(o, 'z'), ka: Object.keys(['p', 'q']) };
