module.exports = JSON.parse('{"apps":[{"name":"from-text","script":"a.js","env":{"PORT":3000,"R":1e3,"U":"\\u00e9"}}]}');
