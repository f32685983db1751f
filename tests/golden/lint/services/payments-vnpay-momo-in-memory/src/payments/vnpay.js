const crypto = require('crypto');
const qs = require('qs');

const secret = process.env.VNP_HASH_SECRET || '';

function sorted(params) {
  const out = {};
  for (const key of Object.keys(params).sort()) {
    out[encodeURIComponent(key)] = encodeURIComponent(params[key]).replace(/%20/g, '+');
  }
  return out;
}

function sign(params) {
  const data = qs.stringify(sorted(params), { encode: false });
  return crypto.createHmac('sha512', secret).update(Buffer.from(data, 'utf-8')).digest('hex');
}

function paymentUrl(order, ip) {
  const params = {
    vnp_Version: '2.1.0',
    vnp_Command: 'pay',
    vnp_TmnCode: process.env.VNP_TMN_CODE,
    vnp_Amount: order.amount * 100,
    vnp_CurrCode: 'VND',
    vnp_TxnRef: order.id,
    vnp_OrderInfo: `Order ${order.id}`,
    vnp_OrderType: 'other',
    vnp_Locale: 'vn',
    vnp_ReturnUrl: process.env.VNP_RETURN_URL,
    vnp_IpAddr: ip,
    vnp_CreateDate: new Date().toISOString().replace(/\D/g, '').slice(0, 14),
  };
  const url = new URL('https://sandbox.vnpayment.vn/paymentv2/vpcpay.html');
  return `${url}?${qs.stringify({ ...sorted(params), vnp_SecureHash: sign(params) }, { encode: false })}`;
}

function verify(query) {
  const { vnp_SecureHash: given, vnp_SecureHashType, ...params } = query;
  return sign(params) === given;
}

module.exports = { paymentUrl, verify };
