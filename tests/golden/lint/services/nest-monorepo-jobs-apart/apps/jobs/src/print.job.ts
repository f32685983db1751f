import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { LettersService } from '@lib/letters';

@Injectable()
export class PrintJob {
  private running = false;

  constructor(private readonly letters: LettersService) {}

  @Cron(CronExpression.EVERY_5_MINUTES)
  async print() {
    if (this.running) return;
    this.running = true;
    try {
      for (const letter of await this.letters.unprinted()) await this.letters.print(letter.id);
    } finally {
      this.running = false;
    }
  }
}
