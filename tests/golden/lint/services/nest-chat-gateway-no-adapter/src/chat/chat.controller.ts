import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ChatGateway } from './chat.gateway';
import { MessageStore } from './message.store';

@Controller('rooms')
export class ChatController {
  constructor(
    private readonly gateway: ChatGateway,
    private readonly store: MessageStore,
  ) {}

  @Get(':room/messages')
  list(@Param('room') room: string) {
    return this.store.latest(room, 50);
  }

  // System notices are posted by the back office over plain HTTP.
  @Post(':room/notice')
  async notice(@Param('room') room: string, @Body('text') text: string) {
    const saved = await this.store.append(room, 'system', text);
    this.gateway.broadcast(room, saved);
    return saved;
  }

  @Get('online')
  online() {
    return this.gateway.onlineUsers();
  }
}
