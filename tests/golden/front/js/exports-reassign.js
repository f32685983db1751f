exports = { lost: true }; exports.also = 1; module.exports.kept = 1;
