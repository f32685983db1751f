const Database = require('better-sqlite3');

// built by another machine and copied here; nobody writes to it
const db = new Database('/srv/geo/places.sqlite', { readonly: true, fileMustExist: true });

const query = db.prepare(`
  SELECT name, lat, lon FROM places
  ORDER BY (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?) LIMIT 1
`);

exports.nearest = (lat, lon) => query.get(lat, lat, lon, lon);
