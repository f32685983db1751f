module.exports = [
  { name: 'first', script: 'one.js', time: true },
  { name: 'second', script: 'two.js', time: true },
];
