import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import session from 'koa-session';
import { router } from './router';

const app = new Koa();
app.keys = [process.env.COOKIE_KEY ?? 'dev'];

// koa-session without a store keeps everything in the signed cookie
app.use(session({ key: 'seats', maxAge: 86_400_000 }, app));
app.use(bodyParser());
app.use(router.routes()).use(router.allowedMethods());

app.listen(Number(process.env.PORT));
