const { Schema, model } = require('mongoose');

module.exports = model('Product', new Schema({ name: String, category: { type: String, index: true }, cents: Number }));
