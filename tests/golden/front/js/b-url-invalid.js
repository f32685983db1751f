let r = [];
for (const x of ['localhost', '', '/x', 'not a url']) { try { new URL(x); r.push('ok'); } catch (e) { r.push(e.code, e.name, e.message); } } module.exports = r;
