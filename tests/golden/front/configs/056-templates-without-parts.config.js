module.exports = {
  apps: [{
    name: `backticks`,
    script: `./server.js`,
    args: `--host=0.0.0.0 --msg="it's \${HOME}"`,
    env: { [`KEY`]: `value`, SHELLISH: '${PORT}', DOLLAR: `cost: $5 {x}` }
  }]
}
