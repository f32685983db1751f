// @ts-check

/**
 * @typedef {import('pm2').StartOptions} StartOptions
 */

/** @type {{ apps: StartOptions[] }} */
module.exports = {
  apps: [
    /** @type {StartOptions} */
    ({
      name: 'typed',
      script: './server.cjs',
      wait_ready: true,
    }),
  ],
}
