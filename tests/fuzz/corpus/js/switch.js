const f = (x) => { switch (x) { case 1: return 'one'; case '1': return 'text'; case 2: case 3: { return 'few'; } default: return 'many'; case 9: return 'nine'; } };
let log = ''; switch (2) { case 1: log += 'a'; case 2: log += 'b'; case 3: log += 'c'; break; case 4: log += 'd'; }
module.exports = { a: [f(1), f('1'), f(2), f(3), f(5), f(9)], log };
