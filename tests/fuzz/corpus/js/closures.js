let count = 0; const next = () => ++count; const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i);
var gs = []; for (var j = 0; j < 2; j++) gs.push(() => j);
module.exports = { a: [next(), next(), next()], b: fs.map((f) => f()), c: gs.map((g) => g()), count };
