exports.flush = () => fetch('http://127.0.0.1:4000/flush', { method: 'POST' });
