const { NestFactory } = require('@nestjs/core');

NestFactory.create(class {}).then(async (app) => {
  app.enableShutdownHooks();
  await app.listen(3001);
});
