function* list() {
  yield { name: 'api', script: 'a.js' };
}
module.exports = { apps: [...list()] };
