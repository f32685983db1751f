module.exports = { keys: Object.keys(module).join(), same: module.id === __filename && module.path === __dirname, loaded: module.loaded, file: module.filename === __filename };
