module.exports = {
  apps: [
    { name: 3000, script: 'three.js', args: [1, 2.50, true, null] },
    { name: '0042', script: 'answer.js', env: { 8080: 'numeric key', 10: 'ten', 9: 'nine', '-1': 'minus', '01': 'octal-like', a: 1 } }
  ]
}
