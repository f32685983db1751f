exports.sendSms = (phone, text) => fetch(`http://127.0.0.1:4000/sms/${phone}`, { method: 'POST', body: text });
