module.exports = [
  { text: 'How many moons has Mars?', answer: '2' },
  { text: 'Which metal is liquid at room temperature?', answer: 'mercury' },
  { text: 'What is the square of 13?', answer: '169' },
];
