const NodeCache = require('node-cache');

// Only to spare the provider: an entry is right for ten minutes wherever it is.
const cache = new NodeCache({ stdTTL: 600 });

exports.forecast = async function forecast({ lat, lon }) {
  const key = `${lat.toFixed(2)},${lon.toFixed(2)}`;
  let value = cache.get(key);
  if (!value) {
    const response = await fetch(`https://weather.example.com/v1?lat=${lat}&lon=${lon}`);
    value = await response.json();
    cache.set(key, value);
  }
  return value;
};
