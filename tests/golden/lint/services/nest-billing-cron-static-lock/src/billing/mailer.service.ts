import { Injectable } from '@nestjs/common';
import { createTransport, Transporter } from 'nodemailer';

@Injectable()
export class MailerService {
    private readonly transport: Transporter = createTransport(process.env.SMTP_URL);

    async send(to: string, subject: string, text: string): Promise<void> {
        await this.transport.sendMail({ from: process.env.MAIL_FROM, to, subject, text });
    }
}
