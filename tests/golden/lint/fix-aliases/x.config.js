const common = { output: 'c.log', out_file: 'd.log' };
module.exports = {
  apps: [
    {
      name: 'a',
      script: 'a.js',
      output: 'a.log',
      out_file: 'b.log'
    },
    {
      name: 'b',
      script: 'a.js',
      out_file: 'b.log', // the one
      output: 'a.log'
    },
    { ...common, script: 'a.js', name: 'c' },
    { script: 'a.js', name: 'd', out_file: 'b.log', output: 'a.log' },
  ],
};
