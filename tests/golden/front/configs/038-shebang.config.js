#!/usr/bin/env node
// run me directly to check the syntax
module.exports = { apps: [{ name: 'shebang', script: 'x.js' }] };
