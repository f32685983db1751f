module.exports = {
  apps: [
    { name: 'a', script: 'a.js', },
    { name: 'b', script: 'b.js', },
    { name: 'c', script: 'c.js', },
  ],
}
