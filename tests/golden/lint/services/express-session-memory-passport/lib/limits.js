const rateLimit = require('express-rate-limit');

// ten attempts per quarter of an hour
module.exports = rateLimit({
  windowMs: 15 * 60 * 1000,
  max: 10,
  standardHeaders: true,
  legacyHeaders: false,
});
