import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { Server } from 'socket.io';

@WebSocketGateway({ transports: ['websocket'] })
export class ChatGateway {
  @WebSocketServer() server: Server;

  @SubscribeMessage('message')
  onMessage(_client: unknown, text: string) {
    this.server.emit('message', text);
  }
}
