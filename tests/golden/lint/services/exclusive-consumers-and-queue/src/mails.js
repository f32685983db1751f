const fastq = require('fastq');
const nodemailer = require('nodemailer');

const transport = nodemailer.createTransport(process.env.SMTP_URL);

const queue = fastq.promise(async (mail) => {
  await transport.sendMail({ from: process.env.MAIL_FROM, ...mail });
}, 2);

exports.enqueue = (mail) => queue.push(mail).catch((e) => console.error('mail', e));
