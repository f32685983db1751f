function check(v) { if (!v) throw new Error('unset'); return v; } let a = 'none', b; try { a = check(process.env.EXTRA); } catch (e) { b = e.message; } let c; try { process.env.PORT || (() => { throw 1; })(); c = 'port'; } catch { c = 'no port'; }
module.exports = { apps: [{ name: a, script: c }], b };
