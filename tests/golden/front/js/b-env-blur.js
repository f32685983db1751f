// What is handed to code that is not evaluated may be changed there.
process.env.FIRST = 'a';
let name = 'none';
try {
  require('no-such-package-for-env')(process.env);
  name = process.env.FIRST;
} catch (e) {
  name = 'caught';
}
module.exports = { name };
