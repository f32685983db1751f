/** Says to PM2 that requests may come. Without PM2 there is no channel. */
exports.ready = function ready() {
  if (process.send) process.send('ready');
};

/** Runs `close` once, however the end is announced. */
exports.onShutdown = function onShutdown(close) {
  let closing = false;
  const stop = async (why) => {
    if (closing) return;
    closing = true;
    console.log('stopping:', why);
    await close();
    process.exit(0);
  };

  process.on('message', (message) => {
    if (message === 'shutdown') stop('message');
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal));
};
