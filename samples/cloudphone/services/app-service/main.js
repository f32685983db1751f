// Takes uploads into temporary files and hands them out again.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { serve } = require('../serve');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'app-service-'));

serve(
  'app-service',
  {
    'POST /apps': (request, body) => {
      const id = crypto.createHash('sha256').update(body).digest('hex').slice(0, 12);
      fs.writeFileSync(path.join(directory, `${id}.apk`), body);
      return { id, bytes: body.length };
    },
    'GET /apps': () => ({ apps: fs.readdirSync(directory) }),
  },
  () => fs.rmSync(directory, { recursive: true, force: true }),
);
