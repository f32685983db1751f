// Each round makes its variables anew: memory is used up before steps are.
for (let i = 0, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p, q, r, s, t; i >= 0; i++) ;
