'use strict';
const defaults = Object.freeze({ script: 'index.js', env: {} });
let note = 'kept';
try {
  defaults.script = 'other.js';
} catch (e) {
  note = e instanceof TypeError ? 'refused' : 'odd';
}
defaults.env.SHALLOW = 'frozen only on top';
module.exports = { apps: [{ name: note, ...defaults }] };
