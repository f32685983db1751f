const fs = require('fs');
let code = 'none', dirCode = 'none', badJson = '';
try { fs.readFileSync(__dirname + '/no-such-file.json'); } catch (e) { code = e.code; }
try { fs.readdirSync(__dirname + '/no-such-dir'); } catch (e) { dirCode = e.code; }
try { JSON.parse('{"a":'); } catch (e) { badJson = e.name; }
module.exports = { apps: [{ name: 'errors', script: 'e.js', env: { code, dirCode, badJson } }] };
