module.exports = {
  apps: [{
    name: 'esc\
aped',
    script: '\x2e/app\u002ejs',
    env: { NUL: 'a\0b', OCT: '\101', BELL: '\b\f\v', UMASK: 022, CR: 'a\rb', LS: 'a\u2028b', SURR: '\ud83d\ude00' }
  }]
}
