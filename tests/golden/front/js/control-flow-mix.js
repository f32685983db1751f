function classify(list) { const out = { even: [], odd: [], big: 0 }; for (const n of list) { if (n > 100) { out.big++; continue; } if (n % 2 === 0) out.even.push(n); else out.odd.push(n); if (out.odd.length > 2) break; } return out; }
const r = []; let i = 0; do { switch (i % 3) { case 0: r.push('z'); break; case 1: r.push('o'); default: r.push('d'); } } while (++i < 4);
module.exports = { c: classify([1, 2, 300, 3, 5, 7, 8]), r, t: (() => { try { return 'try'; } finally { r.push('fin'); } })() };
