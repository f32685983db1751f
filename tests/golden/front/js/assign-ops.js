let a = 1; a += 2; a *= 3; a -= 1; a /= 2; a **= 2; a %= 7; let s = 'x'; s += 1; let n = null; n ??= 5; n ||= 6; n &&= 7; const o = { v: 1 }; o.v += 1; o['w'] ??= 3; o.v <<= 3; let b = 6; b &= 3; b |= 8; b ^= 1;
module.exports = { a, s, n, o, b };
