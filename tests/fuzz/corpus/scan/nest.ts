import { Injectable, Module, Controller, Post, Scope } from '@nestjs/common';
import { Cron, CronExpression, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { WebSocketGateway, WebSocketServer, SubscribeMessage } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { ConfigService } from '@nestjs/config';
import { ThrottlerModule } from '@nestjs/throttler';
import { ThrottlerStorageRedisService } from 'x';
import { isPrimaryInstance } from './leader';
import config from './config';

@WebSocketGateway({ cors: true, transports: ['websocket'] })
export class ChatGateway {
  @WebSocketServer() server: Server;
  private readonly users = new Map<string, Socket>();
  private count = 0;
  static readonly registry: Record<string, any> = {};
  constructor(private readonly config: ConfigService, private readonly registry: SchedulerRegistry) {}
  handleConnection(client: Socket) { this.users.set(client.id, client); this.count++; }
  @SubscribeMessage('m') onM(client: Socket, data: any) {
    const u = this.users;
    u.delete(client.id);
    client.to('room').emit('m', data);
    this.server.emit('all', data);
    ChatGateway.registry[client.id] = data;
  }
  get isLeader() { return this.config.get<string>('NODE_APP_INSTANCE') === '0'; }
  @Cron(CronExpression.EVERY_MINUTE)
  async tick() {
    if (!this.isLeader) return;
    this.server.emit('tick');
  }
  @Cron('0 3 * * *')
  async sendInvoices() {
    try {
      if (!isPrimaryInstance()) { return; }
      if (!config.cron.enabled) return;
      if (!(await this.lock.tryLock('x'))) return;
      await this.mailer.send();
    } catch (e) {}
  }
}
@Controller('payments/stripe')
export class Pay { @Post('webhook') async hook(@Body() b: any) {} }
@Injectable({ scope: Scope.REQUEST })
export class R { items: string[] = []; add(x) { this.items.push(x); } }
@Module({ imports: [...(process.env.RUN_CRON === 'true' ? [ScheduleModule.forRoot()] : []), ThrottlerModule.forRoot([{ ttl: 1 }]),
  ThrottlerModule.forRootAsync({ useFactory: () => ({ storage: new ThrottlerStorageRedisService() }) }),
  ConditionalModule.registerWhen(ScheduleModule.forRoot(), 'RUN_JOBS'),
  TypeOrmModule.forRoot({ type: 'postgres', synchronize: process.env.NODE_ENV !== 'production' })],
  providers: [ChatGateway] })
export class AppModule {}
export const leader = ['0', undefined].includes(process.env.NODE_APP_INSTANCE);
export default { cron: { enabled: process.env.RUN_CRON === 'true' } };
