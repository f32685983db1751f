function sum() { let t = 0; for (let i = 0; i < arguments.length; i++) t += arguments[i]; return t; }
function f() { return Array.from(arguments).concat([].slice.call(arguments, 1)); }
function g(a, b) { return [arguments.length, a, b, ...arguments]; }
function h() { return Math.max.apply(null, arguments); }
module.exports = [sum(1, 2, 3), f(1, 2), g(1), h(3, 9, 2), (function () { return arguments; })(1, 'x'), (function () { return Object.keys(arguments).length + typeof arguments; })(1, 2)];
