/**
 * Orders that wait for the bank. Filled when the buyer is sent off to pay, emptied when the bank calls back.
 */
const pendingOrders = new Map();
const processed = new Set();

module.exports = { pendingOrders, processed };
