const { NestFactory } = require('@nestjs/core');

async function bootstrap() {
  const app = await NestFactory.create(class {});
  app.enableShutdownHooks();
  await app.listen(3001);
  process.send?.('ready');
}
bootstrap();
