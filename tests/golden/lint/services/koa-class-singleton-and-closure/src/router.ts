import Router from '@koa/router';
import { holds } from './holds';
import { createWaitingList } from './waiting-list';

const waiting = createWaitingList();

export const router = new Router();

router.post('/shows/:show/seats/:seat/hold', (ctx) => {
  const user = String(ctx.request.header['x-user']);
  if (!holds.hold(`${ctx.params.show}/${ctx.params.seat}`, user)) {
    waiting.join(ctx.params.show, user);
    ctx.status = 409;
    ctx.body = { position: waiting.position(ctx.params.show, user) };
    return;
  }
  ctx.status = 201;
});

router.delete('/shows/:show/seats/:seat/hold', (ctx) => {
  holds.free(`${ctx.params.show}/${ctx.params.seat}`);
  ctx.status = 204;
});
