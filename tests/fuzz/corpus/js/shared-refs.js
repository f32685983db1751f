const env = { A: 1 }; const x = { env }, y = { env }; env.B = 2; y.env.C = 3; module.exports = { x, y, same: x.env === y.env };
