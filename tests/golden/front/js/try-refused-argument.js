const log = [];
for (const text of [Object, '{', '1']) {
  try { log.push(JSON.parse(text)); } catch (e) { log.push(e instanceof SyntaxError); } finally { log.push('f'); }
}
module.exports = { log };
