import { Module } from '@nestjs/common';
import { ChatController } from './chat.controller';
import { ChatGateway } from './chat.gateway';
import { MessageStore } from './message.store';

@Module({
  controllers: [ChatController],
  providers: [ChatGateway, MessageStore],
  exports: [ChatGateway],
})
export class ChatModule {}
