import { Controller, Get, Query } from '@nestjs/common';

@Controller('reports')
export class ReportsController {
  // one process only: what it remembers is all there is
  private readonly lastRuns = new Map<string, Date>();

  @Get()
  run(@Query('name') name: string) {
    const last = this.lastRuns.get(name) ?? null;
    this.lastRuns.set(name, new Date());
    return { name, last };
  }
}
