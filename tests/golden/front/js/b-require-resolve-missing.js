let code;
try {
  require.resolve('./no-such-file');
} catch (e) {
  code = e.code;
}
module.exports = { code };
