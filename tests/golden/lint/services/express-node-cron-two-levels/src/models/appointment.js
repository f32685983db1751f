const { Schema, model } = require('mongoose');

const schema = new Schema({
  patient: { type: String, index: true },
  phone: String,
  at: { type: Date, index: true },
  reminded: { type: Boolean, default: false },
});

module.exports = model('Appointment', schema);
