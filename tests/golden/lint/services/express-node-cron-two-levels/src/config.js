require('dotenv').config();

module.exports = {
  port: process.env.PORT || 8080,
  mongoUrl: process.env.MONGODB_URI || 'mongodb://127.0.0.1/clinic',
  twilio: {
    sid: process.env.TWILIO_SID,
    token: process.env.TWILIO_TOKEN,
    from: process.env.TWILIO_FROM,
  },
};
