// A repository's history for `git fast-import`: the files of a directory, then N commits that each change one line
// of a file. Every hundredth commit, and the last, changes the configuration. usage: generate_history.js DIR N
'use strict';
const fs = require('fs');
const path = require('path');

const [dir, count] = [process.argv[2], Number(process.argv[3])];
const out = [];
const when = (n) => `bench <bench@localhost> ${1700000000 + n * 60} +0000`;
const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;

function walk(at, found) {
  for (const name of fs.readdirSync(path.join(dir, at)).sort()) {
    const inside = path.join(at, name);
    if (fs.statSync(path.join(dir, inside)).isDirectory()) walk(inside, found);
    else found.push(inside);
  }
  return found;
}

const config = fs.readFileSync(path.join(dir, 'ecosystem.config.js'), 'utf8');
for (let n = 0; n < count; n++) {
  out.push(`commit refs/heads/main\ncommitter ${when(n)}\n${data(`change ${n}`)}`);
  if (n === 0)
    for (const file of walk('', [])) out.push(`M 100644 inline ${file}\n${data(fs.readFileSync(path.join(dir, file), 'utf8'))}`);
  else if (n % 100 === 0 || n === count - 1)
    out.push(`M 100644 inline ecosystem.config.js\n${data(config.replace(/kill_timeout: \d+/g, `kill_timeout: ${5000 + n}`))}`);
  else out.push(`M 100644 inline docs/page${n % 500}.md\n${data(`page ${n}`)}`);
}
process.stdout.write(out.join(''));
