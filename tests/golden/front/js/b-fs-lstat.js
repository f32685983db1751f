const fs = require('fs');
module.exports = [fs.lstatSync(__dirname).isDirectory(), fs.lstatSync(__filename).isFile(), fs.lstatSync(__filename).isSymbolicLink()];
