const fs = require('fs');
const path = require('path');

const FILE = path.join(__dirname, '..', 'entries.json');
const SETTINGS = './settings.json';

let entries = [];
try {
  entries = JSON.parse(fs.readFileSync(FILE, 'utf8'));
} catch (e) {
  if (e.code !== 'ENOENT') throw e;
}

exports.all = () => entries.slice(-100).reverse();

exports.add = async (name, text) => {
  const entry = { id: Date.now(), name, text };
  entries.push(entry);
  await fs.promises.writeFile(FILE, JSON.stringify(entries, null, 2));
  return entry;
};

exports.saveSettings = (settings) =>
  fs.promises.writeFile(SETTINGS, JSON.stringify(settings));
