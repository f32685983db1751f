const n = 3, s = 'x';
module.exports = { a: `a${n}b${s}`, b: `line
two`, c: `\u0041\`\${n}`, d: `${[1, 2]}-${null}-${undefined}-${true}`, e: `${`${n}`}`, f: `` };
