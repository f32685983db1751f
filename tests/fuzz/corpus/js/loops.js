const a = []; for (let i = 0; i < 4; i++) { if (i === 2) continue; a.push(i); }
for (const [k, v] of Object.entries({ x: 1, y: 2 })) a.push(k + v); for (const k in { p: 1, 3: 2, q: 3 }) a.push(k); for (const i in ['u', 'v']) a.push(i);
let n = 0; while (true) { if (++n > 5) break; } do { n += 10; } while (n < 30); outer: for (const x of [1, 2]) { for (const y of [1, 2]) { if (y === 2) continue outer; if (x === 2) break outer; a.push(x * 10 + y); } }
for (const c of 'hé') a.push(c); for (;;) { break; }
module.exports = { a, n };
