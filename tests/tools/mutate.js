// Mutants of documents: the same COUNT files for the same SEED, each a seed file with one to three small
// changes of the kind that people and merges make. A mutant of A/b.js is A/mutant-00000-b.js; their names are
// printed. usage: node mutate.js js|yaml SEED COUNT FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const [kind, seed, count, ...files] = process.argv.slice(2);

// A linear congruential generator: the run can be repeated from its seed.
let state = BigInt(seed);
const random = (n) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(n));
};
const pick = (list) => list[random(list.length)];

const tokens = {
  js: /\s+|\/\/.*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|\d[\w.]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`|=>|===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\+\+|--|\.\.\.|./gs,
  yaml: /\n *|[A-Za-z_][\w./-]*|\d[\w.:-]*|'(?:''|[^'\n])*'|"(?:\\.|[^"\\\n])*"|: |- |[ \t]+|./gs,
};
// What takes a token's place, by its class; marks are put anywhere, and most mutants with one do not parse.
const spare = {
  js: {
    word: ['x', 'name', 'apps', 'env', 'process', 'Object', 'length', 'undefined', 'null', 'true', 'false', 'NaN', 'map', 'filter', 'slice',
      'join', 'concat', 'push', 'split', 'trim', 'toString', 'indexOf', 'includes', 'keys', 'values', 'entries', 'forEach', 'find', 'String', 'Number'],
    literal: ['0', '1', '-1', '1.5', '1e21', '0x1f', "''", "'a'", '"b c"', "'0'", '`t${1 + 1}`', '[]', '[1, 2]', '{}', 'null', 'process.env.PORT', '__dirname'],
    operator: ['+', '-', '*', '/', '%', '**', '===', '!==', '==', '!=', '<', '>=', '&&', '||', '??', '|', '>>', ','],
    declaration: ['const', 'let', 'var'],
    mark: ['...', '!', 'typeof ', 'void ', ',', '=>', '.length', '[0]', '.join()', '?.', '?', ':', '-', '(', ')', ';', '}'],
  },
  yaml: {
    word: ['yes', 'no', 'true', 'False', 'null', '~', 'a', 'NaN', '.inf', '*a', '&a ', '!!str ', '<<'],
    literal: ['0', '010', '0o10', '0x1F', '1_000', '1e3', '1.50', '1:30', '12:00', '2001-12-14', "''", '"a\\tb"', "'it''s'", '[1, 2]', '{a: 1}', '.NaN', '-1', '+1', '0.', '~'],
    mark: ['- ', ': ', ' # c', '|\n  x', '>-\n  y\n  z', '? ', '---\n', ',', '"', '{', ']', '<<: '],
  },
};
const reserved = /^(if|else|for|while|do|return|function|new|in|of|typeof|try|catch|finally|throw|switch|case|default|break|continue|export|import|class|delete|void|instanceof)$/;

const classOf = (token) => {
  if (/^\s|^\/[/*]/.test(token)) return 'blank';
  if (kind === 'js' && /^(const|let|var)$/.test(token)) return 'declaration';
  if (/^[A-Za-z_$]/.test(token)) return kind === 'js' && reserved.test(token) ? 'reserved' : 'word';
  if (/^(\d|'|")/.test(token)) return 'literal';
  return kind === 'js' && /^([-+*%<>]|\*\*|[=!]==?|[<>]=|&&|\|\||\?\?)$/.test(token) ? 'operator' : 'mark';
};

// A token of a class that has others to take its place.
function changeToken(parts) {
  const places = parts.map((_, i) => i).filter((i) => /word|literal|operator|declaration/.test(classOf(parts[i])));
  if (!places.length) return;
  const at = pick(places), name = classOf(parts[at]);
  const alike = random(2) ? parts.filter((token) => classOf(token) === name) : spare[kind][name];
  parts[at] = pick(alike && alike.length ? alike : parts);
}

function changeLine(parts) {
  const lines = parts.join('').split(/(?<=\n)/);
  if (lines.length < 3) return;
  const at = random(lines.length), other = random(lines.length), how = random(4);
  if (how === 0) lines.splice(at, 1);
  else if (how === 1) lines.splice(at, 0, lines[at]);
  else if (how === 2) lines.splice(other, 0, lines[at]);
  else [lines[at], lines[other]] = [lines[other], lines[at]];
  parts.splice(0, parts.length, ...(lines.join('').match(tokens[kind]) || []));
}

function changeAnything(parts) {
  const at = random(parts.length), other = random(parts.length), how = random(4);
  if (how === 0) parts.splice(at, 1);
  else if (how === 1) parts.splice(at, 0, pick(spare[kind].mark));
  else if (how === 2) [parts[at], parts[other]] = [parts[other], parts[at]];
  else parts[at] = parts[other];
}

const mutate = (text) => {
  const parts = text.match(tokens[kind]) || [];
  for (let n = 1 + random(3); n > 0 && parts.length; n -= 1) {
    const how = random(16);
    if (how > 2) changeToken(parts);
    else if (how > 0) changeLine(parts);
    else changeAnything(parts);
  }
  return parts.join('');
};

for (let i = 0; i < Number(count); i += 1) {
  const file = pick(files);
  const name = path.join(path.dirname(file), `mutant-${String(i).padStart(5, '0')}-${path.basename(file)}`);
  fs.writeFileSync(name, mutate(fs.readFileSync(file, 'utf8')));
  console.log(name);
}
