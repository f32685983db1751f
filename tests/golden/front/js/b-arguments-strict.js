function f(a) { 'use strict'; a = 5; return arguments[0]; }
module.exports = f(1);
