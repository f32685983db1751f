let r;
try { decodeURIComponent('%zz'); } catch (e) { r = [e.name, e.message]; } module.exports = r;
