module.exports = Object.freeze({
  apps: Object.freeze([
    Object.freeze({ name: 'frozen', script: 'ice.js' })
  ])
})
