import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  WsException,
} from '@nestjs/websockets';
import { Server, Socket } from 'socket.io';

const MAX_TEXT = 2000;
const RESERVED = new Set(['admin', 'system', 'broadcast']);

@WebSocketGateway({ path: '/rt' })
export class RoomsGateway {
  @WebSocketServer()
  private readonly server: Server;

  @SubscribeMessage('room:join')
  async onJoin(@ConnectedSocket() client: Socket, @MessageBody('room') room: string) {
    if (RESERVED.has(room)) throw new WsException('reserved');
    await client.join(room);
    // fetchSockets() asks every worker through the adapter
    const sockets = await this.server.in(room).fetchSockets();
    return { members: sockets.length };
  }

  @SubscribeMessage('room:text')
  onText(@ConnectedSocket() client: Socket, @MessageBody() body: { room: string; text: string }) {
    if (body.text.length > MAX_TEXT) throw new WsException('too long');
    this.server.to(body.room).emit('room:text', { from: client.id, text: body.text, at: Date.now() });
  }
}
