import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LettersService } from '@lib/letters';

@Controller('letters')
class LettersController {
  constructor(private readonly letters: LettersService) {}

  @Get(':id')
  get(@Param('id') id: string) {
    return this.letters.get(id);
  }
}

@Module({ controllers: [LettersController], providers: [LettersService] })
class ApiModule {}

async function bootstrap() {
  const app = await NestFactory.create(ApiModule);
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
