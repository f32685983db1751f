const mysql = require('mysql2/promise');

const pool = mysql.createPool(process.env.MYSQL_URL || 'mysql://localhost/tickets');

exports.issueTickets = async (order) => {
  for (const seat of order.tickets) {
    await pool.execute('INSERT INTO tickets(order_id, seat) VALUES (?, ?)', [order.id, seat]);
  }
};

exports.markPaid = (orderId, amount) =>
  pool.execute('UPDATE orders SET paid = paid + ? WHERE id = ?', [amount, orderId]);
