const m = 'v1.22.333-beta'.match(/(\d+)\.(\d+)\.(?<patch>\d+)(?:-(\w+))?/); const line = /^\s*([\w.-]+)\s*=\s*(.*)?\s*$/;
const env = {}; for (const l of 'A=1\n# c\nB = "two"\nBAD\nC='.split(/\r?\n/)) { const k = l.match(line); if (k) env[k[1]] = (k[2] || '').replace(/^['"]|['"]$/g, ''); }
module.exports = { m: [...m], index: m.index, patch: m.groups.patch, input: m.input, none: 'x'.match(/y/), all: 'a1b22c333'.match(/\d+/g), noneG: 'x'.match(/y/g), env, str: 'a.c'.match('a.c')[0], empty: 'abc'.match(/(?:)/g), named: 'k=v'.replace(/(?<k>\w)=(?<v>\w)/, '$<v>:$<k>'), ex: /(a)|(b)/.exec('b') };
