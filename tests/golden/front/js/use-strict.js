'use strict';
const o = Object.freeze({ a: 1 }); function f() { return this === undefined; }
module.exports = { o, f: f() };
