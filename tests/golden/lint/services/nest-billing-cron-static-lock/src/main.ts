import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function main() {
    const app = await NestFactory.create(AppModule);
    app.enableShutdownHooks();
    await app.listen(process.env.PORT || 4010, '0.0.0.0');
}

void main();
