const { EventEmitter } = require('events');

const STEPS = ['parse', 'resolve', 'print'];

/** One rendering. The emitter belongs to it and goes with it. */
class Rendering extends EventEmitter {
  constructor(input) {
    super();
    this.input = input;
    this.warnings = [];
    this.output = '';
  }

  run() {
    for (const step of STEPS) {
      this.emit('step', step);
      if (step === 'print') this.output = `<pre>${JSON.stringify(this.input)}</pre>`;
    }
    this.emit('done', this.output);
  }
}

exports.render = (input) =>
  new Promise((resolve, reject) => {
    const rendering = new Rendering(input);
    rendering.on('step', (step) => rendering.warnings.push(step));
    rendering.once('done', resolve);
    rendering.once('error', reject);
    rendering.run();
  });
