exports.announce = () => {
  if (process.send) process.send('ready');
};
