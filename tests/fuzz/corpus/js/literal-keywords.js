module.exports = { a: [null, undefined, true, false, NaN, Infinity, -Infinity], b: undefined, c: null, d: void 0 };
