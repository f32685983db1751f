const fs = require('fs'), path = require('path'); const logs = path.join(__dirname, 'lib');
if (!fs.existsSync(logs)) fs.mkdirSync(logs, { recursive: true });
try { fs.mkdirSync(path.join(__dirname, 'lib', 'conf.d'), { recursive: true }); } catch (e) { console.error(e); }
let code = ''; try { fs.mkdirSync(path.join(__dirname, 'lib/dir')); } catch (e) { code = e.code; }
module.exports = { apps: [{ name: 'a', script: 'a.js', out_file: path.basename(logs) + '/a.log' }], code };
