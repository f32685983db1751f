// Mutants of documents: the same COUNT files for the same SEED, each a seed file with one to three small
// changes of the kind that people and merges make. usage: node mutate.js js|yaml SEED COUNT FOLDER FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const [kind, seed, count, folder, ...files] = process.argv.slice(2);

// A linear congruential generator: the run can be repeated from its seed.
let state = BigInt(seed);
const random = (n) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(n));
};
const pick = (list) => list[random(list.length)];

const tokens = {
  js: /\s+|\/\/.*|[A-Za-z_$][\w$]*|\d[\w.]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`|=>|===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\+\+|--|\.\.\.|./gs,
  yaml: /\n *|[A-Za-z_][\w./-]*|\d[\w.:-]*|'(?:''|[^'\n])*'|"(?:\\.|[^"\\\n])*"|: |- |[ \t]+|./gs,
};
const spare = {
  js: ['0', '1', '-1', '1.5', '1e21', '0x1f', 'NaN', "''", "'a'", '"b c"', '`t${1 + 1}`', 'true', 'false', 'null',
    'undefined', '[]', '[1, 2]', '{}', '{ a: 1 }', 'x', '+', '-', '*', '/', '%', '**', '===', '==', '!=', '<', '>=', '&&',
    '||', '??', '?.', '...', '!', 'typeof ', 'void ', ',', '=>', '.length', '[0]', '.join()', 'process.env.PORT', '__dirname'],
  yaml: ['yes', 'no', 'true', 'False', 'null', '~', '0', '010', '0o10', '0x1F', '1_000', '1e3', '.inf', '.NaN', '1:30', '12:00',
    '2001-12-14', "''", '"a\\tb"', "'it''s'", '[1, 2]', '{a: 1}', '- ', ': ', '# c', '|\n  x', '>-\n  y\n  z', '&a ', '*a', '<<: ',
    '!!str ', '? ', '---\n', ',', '"'],
};

// Most changes put a token in the place of another of its class, so that most mutants still parse.
const classOf = (token) => {
  if (/^\s/.test(token)) return 'blank';
  if (/^[A-Za-z_$]/.test(token)) return 'word';
  if (/^(\d|'|")/.test(token)) return 'literal';
  return 'mark';
};

const mutate = (text) => {
  const parts = text.match(tokens[kind]) || [];
  for (let n = 1 + random(3); n > 0 && parts.length; n -= 1) {
    const at = random(parts.length);
    const other = random(parts.length);
    const change = random(16);
    const alike = parts.concat(spare[kind]).filter((token) => classOf(token) === classOf(parts[at]));
    if (change > 5) parts[at] = pick(alike);
    else if (change === 0) parts.splice(at, 1);
    else if (change === 1) parts.splice(at, 0, parts[other]);
    else if (change === 2) [parts[at], parts[other]] = [parts[other], parts[at]];
    else if (change === 3) parts[at] = pick(spare[kind]);
    else if (change === 4) parts.splice(at, 0, pick(spare[kind]));
    else parts[at] = parts[other];
  }
  return parts.join('');
};

fs.mkdirSync(folder, { recursive: true });
for (let i = 0; i < Number(count); i += 1) {
  const file = pick(files);
  fs.writeFileSync(path.join(folder, `${String(i).padStart(5, '0')}-${path.basename(file)}`), mutate(fs.readFileSync(file, 'utf8')));
}
