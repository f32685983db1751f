const { LRUCache } = require('lru-cache');
const db = require('./db');

const roles = new LRUCache({ max: 5000 });

exports.roleOf = async (userId) => {
  const known = roles.get(userId);
  if (known) return known;
  const [[row]] = await db.execute('SELECT role FROM users WHERE id = ?', [userId]);
  if (row) roles.set(userId, row.role);
  return row?.role ?? 'guest';
};

exports.setRole = async (userId, role) => {
  await db.execute('UPDATE users SET role = ? WHERE id = ?', [role, userId]);
  roles.delete(userId);
};
