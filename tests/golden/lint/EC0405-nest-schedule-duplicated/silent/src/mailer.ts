export class Mailer {
  async send(what: string) {
    await fetch('http://127.0.0.1:2525/' + what, { method: 'POST' });
  }
}
