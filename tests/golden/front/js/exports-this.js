this.apps = [1]; module.exports.b = this === exports;
