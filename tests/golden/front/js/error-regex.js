let ok = 1; try { ok = () => /(/; } catch (e) { ok = 2; } module.exports = { ok };
