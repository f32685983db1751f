const fs = require('fs'); const path = require('path');
let pkg = { version: '0.0.0' }; try { pkg = JSON.parse(fs.readFileSync(path.join(__dirname, 'lib/conf.d/b.json'), 'utf8')); } catch (_) {}
let missing = { name: 'fallback' }; try { missing = JSON.parse(fs.readFileSync(path.join(__dirname, 'lib/nope.json'), 'utf8')); } catch (_) { missing.seen = true; }
let bad = null; try { bad = JSON.parse(fs.readFileSync(__filename, 'utf8')); } catch (e) { bad = e instanceof SyntaxError; }
module.exports = { pkg, missing, ok: bad !== null };
