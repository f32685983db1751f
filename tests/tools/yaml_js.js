// What js-yaml makes of files, one line each: the value as JSON.stringify writes it, or "error".
// usage: node yaml_js.js FOLDER-OF-NODE-MODULES FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const yaml = require(path.join(path.resolve(process.argv[2]), 'js-yaml'));
for (const file of process.argv.slice(3)) {
    let line;
    try {
        line = JSON.stringify(yaml.load(fs.readFileSync(file, 'utf8')));
    } catch (e) {
        line = 'error ' + String(e.message).split('\n')[0];
    }
    console.log(line);
}
