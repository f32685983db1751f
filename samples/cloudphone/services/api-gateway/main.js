// Forwards to the other services; keeps nothing, so it may run as many instances.
'use strict';
const http = require('http');
const { serve } = require('../serve');

const upstream = (port, path) =>
  new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path, timeout: 2000 }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('timeout', () => request.destroy(new Error(`port ${port} does not answer`)));
    request.on('error', (error) => reject(Object.assign(error, { status: 502 })));
  });

serve('api-gateway', {
  'GET /': () => ({ service: 'api-gateway', environment: process.env.NODE_ENV }),
  'GET /users/health': () => upstream(process.env.USER_PORT, '/health'),
  'GET /devices/health': () => upstream(process.env.DEVICE_PORT, '/health'),
});
