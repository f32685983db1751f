const { apps, deploy } = (() => {
  const list = ['x', 'y'].map((n) => ({ name: n, script: `${n}.js` }))
  return { apps: list, deploy: undefined }
})()

module.exports = { apps, deploy }
