import { Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import {
  ConnectedSocket,
  MessageBody,
  OnGatewayConnection,
  OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import { Server, Socket } from 'socket.io';
import { MessageStore, StoredMessage } from './message.store';

interface JoinPayload {
  room: string;
}

@WebSocketGateway({ namespace: 'chat', cors: { origin: '*' } })
export class ChatGateway implements OnGatewayConnection, OnGatewayDisconnect {
  @WebSocketServer()
  server: Server;

  private readonly logger = new Logger(ChatGateway.name);
  // user id -> socket ids; a user may have several tabs
  private readonly online = new Map<string, Set<string>>();

  constructor(
    private readonly jwt: JwtService,
    private readonly store: MessageStore,
  ) {}

  handleConnection(client: Socket) {
    try {
      const claims = this.jwt.verify(client.handshake.auth?.token);
      client.data.userId = claims.sub;
      const tabs = this.online.get(claims.sub) ?? new Set<string>();
      tabs.add(client.id);
      this.online.set(claims.sub, tabs);
    } catch (e) {
      this.logger.warn(`refused ${client.id}`);
      client.disconnect(true);
    }
  }

  handleDisconnect(client: Socket) {
    const tabs = this.online.get(client.data.userId);
    if (!tabs) return;
    tabs.delete(client.id);
    if (tabs.size === 0) this.online.delete(client.data.userId);
  }

  @SubscribeMessage('join')
  async join(@ConnectedSocket() client: Socket, @MessageBody() body: JoinPayload) {
    await client.join(body.room);
    client.to(body.room).emit('joined', { user: client.data.userId });
    return { ok: true };
  }

  @SubscribeMessage('message')
  async message(@ConnectedSocket() client: Socket, @MessageBody() body: { room: string; text: string }) {
    const saved = await this.store.append(body.room, client.data.userId, body.text);
    this.server.to(body.room).emit('message', saved);
    return { id: saved.id };
  }

  broadcast(room: string, message: StoredMessage) {
    this.server.to(room).emit('message', message);
  }

  onlineUsers(): string[] {
    return [...this.online.keys()];
  }
}
