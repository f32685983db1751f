const isWin = process.platform === 'win32';
module.exports = {
  apps: [{
    name: 'cross',
    script: isWin ? 'node_modules\\npm\\bin\\npm-cli.js' : 'npm',
    args: 'start',
    interpreter: isWin ? 'node' : 'none',
    windowsHide: isWin || undefined,
    env: { SEP: require('path').sep, DELIM: require('path').delimiter, EOL_LEN: require('os').EOL.length }
  }]
};
