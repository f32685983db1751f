let n = 0;
while (n < 10) {
  n += 0;
}
module.exports = { apps: [] };
