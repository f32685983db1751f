let v; try { v = process.env.NOT_SET_ANYWHERE.split(','); } catch (e) { v = ['fallback']; } module.exports = { v };
