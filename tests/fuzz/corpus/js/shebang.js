#!/usr/bin/env node
module.exports = { apps: [] };
