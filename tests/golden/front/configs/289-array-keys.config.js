const letters = [...'abc'];
module.exports = {
  apps: [...Array(3).keys()].map((i) => ({
    name: letters[i].repeat(i + 1),
    script: 'x.js',
    args: [...Array.from('xyz').slice(i)],
    env: { IDX: i, LAST: i === letters.length - 1 },
  })),
};
