function F() { return this === globalThis; }
module.exports = [F(), (function () { return typeof this; })(), (function () { 'use strict'; return this === undefined; })()];
