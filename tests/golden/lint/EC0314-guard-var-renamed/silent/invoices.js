exports.sendInvoices = async () => {
  await fetch('http://127.0.0.1:4000/invoices', { method: 'POST' });
};
