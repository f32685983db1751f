let r = [];
for (let i = -30; i < 60; i++) for (const f of [0.1, 0.005, 1.5, 123.456, 1e-9, 7777.77, 0.045]) r.push((i * f).toFixed(2), (i * f).toFixed(0), (i * f).toPrecision(3), (i * f).toExponential(2), (i * f).toExponential(), (i * f).toPrecision(15));
module.exports = r;
