const log = [];
function attempt(text) {
  try {
    log.push('try');
    return JSON.parse(text);
  } catch (e) {
    log.push(e instanceof SyntaxError ? 'syntax' : 'other');
    return { fallback: true };
  } finally {
    log.push('finally');
  }
}
const first = attempt('{"port": 1}');
const second = attempt('{port: 1}');
module.exports = { apps: [{ name: 'try', script: 't.js', env: { PORT: first.port, FALLBACK: second.fallback, LOG: log.join(',') } }] };
