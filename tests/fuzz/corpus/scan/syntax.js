class A extends B { static x = 1; #y; @dec() z() {} a = () => {}; static { f(); } }
if (a) b(); else if (c) { d } else e;
for (const [k, v] of m) {}
for (let i = 0; i < n; i++) {}
switch (x) { case 1: y; break; default: z }
try { a } catch (e) { b } finally { c }
const { q, r: s = 2, ...t } = require('u').v;
(0, w.default)(a, ...b);
x = async (a, { b }) => c;
x.y.z++; delete x[y]; `a${b}c`;
const j = <Foo bar={baz} />;
label: while (1) continue label;
y => y;
import('x').then(m => m);
new Foo;
a?.[b]?.(c);
({ a, b() {}, get c() { return 1 }, [d]: 1, 'e': 2, async *f() {} });
