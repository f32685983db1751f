function even(n) {
  return odd(n + 1);
}
function odd(n) {
  return even(n + 1);
}
module.exports = { apps: [{ script: 'a.js', instances: even(0) }] };
