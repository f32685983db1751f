const fs = require('fs'), path = require('path'); const no = path.join('.', 'no-such-file-here');
const tell = (f) => { try { f(); return 'fine'; } catch (e) { return [e.code, e.message, e.errno, e.syscall, e.path]; } };
module.exports = { read: tell(() => fs.readFileSync(no)), dir: tell(() => fs.readdirSync(no)), stat: tell(() => fs.statSync(no)), access: tell(() => fs.accessSync(no)), ok: tell(() => fs.accessSync(__dirname, fs.constants.R_OK)), isdir: tell(() => fs.readFileSync(__dirname, 'utf8')), notdir: tell(() => fs.readdirSync(__filename).length)[0] };
