module.exports = {
  apps: [{ name: 'from-notepad', script: 'C:\\apps\\server\\index.js', cwd: 'C:\\apps\\server', windowsHide: true }]
}
