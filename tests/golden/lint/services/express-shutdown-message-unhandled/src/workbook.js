const ExcelJS = require('exceljs');

const api = process.env.API_URL || 'http://127.0.0.1:3001';

exports.writeWorkbook = async function writeWorkbook(stream) {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
  const sheet = workbook.addWorksheet('Orders');
  sheet.columns = [
    { header: 'Number', key: 'number' },
    { header: 'Total', key: 'total' },
  ];
  const response = await fetch(`${api}/orders`);
  for (const order of await response.json()) sheet.addRow(order).commit();
  await workbook.commit();
};
