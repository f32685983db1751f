exports.nightly = () => fetch('http://127.0.0.1:4000/nightly', { method: 'POST' });
