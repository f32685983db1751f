/* Libraries and idioms of one file to marks, and the table of libraries. */
#include <check.h>

#include "lint/scan/libraries.h"
#include "tests/unit/facts_lines.h"

struct extract_case {
    const char *name, *path;
    unsigned parts;
    const char *source, *lines;
};

static const struct extract_case cases[] = {
    {"schedules", "a.ts", FACTS_MARKS,
     "import cron from 'node-cron'; import { CronJob as Job } from 'cron'; import * as "
     "schedule from 'node-schedule'; import { Cron } from 'croner';\n"
     "import { Cron as At, Interval, SchedulerRegistry } from '@nestjs/schedule';\n"
     "const opts = { distributed: true };\n"
     "cron.schedule('0 3 * * *', nightly, opts);\n"
     "new Job('0 4 * * *', () => local(), null, true);\n"
     "Job.from({ cronTime: '0 5 * * *', onTick: nightly });\n"
     "schedule.scheduleJob('named', '0 6 * * *', nightly);\n"
     "Cron('0 7 * * *', { protect: true }, async () => { await fetch('x'); });\n"
     "async function nightly() { await work(); } function local() { map.clear(); }\n"
     "class S { constructor(private readonly reg: SchedulerRegistry) {} @At('0 8 * * *') "
     "run() { this.db.save(); } @Interval('n', 500) tick() {} add(j) { "
     "this.reg.addCronJob('j', j); this.reg.addCronJob('k', new Job('* * * * *', "
     "nightly)); } }\n"
     "function shadowed(cron) { cron.schedule('x', nightly); }\n",
     "schedule node-cron name nightly detail 0 3 * * * body nightly in module DISTRIBUTED "
     "EFFECT\n"
     "schedule cron detail 0 4 * * * body (Job 0 4 * * *) in module\n"
     "schedule cron name nightly detail 0 5 * * * body nightly in module EFFECT\n"
     "schedule node-schedule name named detail 0 6 * * * body nightly in module EFFECT\n"
     "schedule croner detail 0 7 * * * body (Cron 0 7 * * *) in module EFFECT\n"
     "schedule @nestjs/schedule name run detail 0 8 * * * body run class S in module "
     "EFFECT\n"
     "schedule @nestjs/schedule name tick detail 500 body tick class S in module\n"
     "schedule @nestjs/schedule name add detail j class S in add\n"
     "schedule cron name nightly detail * * * * * body nightly class S in add EFFECT\n"},
    {"timers", "a.js", FACTS_MARKS,
     "setInterval(() => cache.clear(), 60e3).unref();\n"
     "setInterval(poll, 5000);\n"
     "async function poll() { await fetch('x'); }\n"
     "function loop() { work(); setTimeout(loop, 100); }\n"
     "function again() { db.query('x').finally(() => setTimeout(() => again(), 5)); }\n"
     "setTimeout(poll, 10);\n"
     "const sleep = (ms) => new Promise((r) => setTimeout(r, ms));\n"
     "function mock(setInterval) { setInterval(poll, 1); }\n"
     "wss.on('connection', (ws) => { const beat = setInterval(() => ws.ping(), 1000); "
     "});\n",
     "interval detail 60e3 body (setInterval) in module UNREF\n"
     "interval name poll detail 5000 body poll in module EFFECT\n"
     "interval name loop detail 100 body loop in loop\n"
     "interval name again detail 5 body again in (db.query.finally x) EFFECT\n"
     "interval name poll detail 10 body poll in module EFFECT ONCE\n"
     "interval detail 1000 body (setInterval) in (wss.on connection)\n"},
    {"sockets", "a.ts", FACTS_MARKS,
     "import { Server } from 'socket.io'; import { createAdapter } from "
     "'@socket.io/redis-adapter'; import { WebSocketServer, WebSocket as W } from 'ws';\n"
     "const io = new Server(http, { transports: ['websocket'], adapter: "
     "createAdapter(pub, sub) });\n"
     "io.adapter(createAdapter(pub, sub));\n"
     "io.on('connection', (s) => { s.emit('own'); s.broadcast.emit('a'); "
     "s.to('r').emit('b'); io.of('/n').to('r').emit('c'); });\n"
     "const wss = new WebSocketServer({ port: 1 });\n"
     "wss.clients.forEach((c) => c.send('x'));\n"
     "for (const c of wss.clients) c.close();\n"
     "for (const c of wss.clients) if (c.readyState === W.OPEN) c.send('y');\n"
     "export class Gate { server: Server; all() { this.server.in('r').emit('d'); } }\n"
     "app.post('/x', (req, res) => { req.app.get('io').emit('e'); req.io.emit('f'); });\n"
     "module.exports = (io) => { io.emit('g'); };\n",
     "socketio-server socket.io name io in module SHARED\n"
     "socketio-websocket-only in module\n"
     "socketio-adapter @socket.io/redis-adapter name adapter in module SHARED\n"
     "socketio-adapter @socket.io/redis-adapter in module SHARED\n"
     "socketio-emit socket.io detail a in (io.on connection)\n"
     "socketio-emit socket.io detail b in (io.on connection)\n"
     "socketio-emit socket.io detail c in (io.on connection)\n"
     "ws-server ws name wss in module\n"
     "ws-broadcast ws in module\n"
     "ws-broadcast in module\n"
     "socketio-emit socket.io name all detail d class Gate in all\n"
     "socketio-emit socket.io detail e in (app.post /x)\n"
     "socketio-emit socket.io detail f in (app.post /x)\n"
     "socketio-emit socket.io detail g in ()\n"},
    {"gateways", "a.ts", FACTS_MARKS,
     "import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets'; import { "
     "NestFactory } from '@nestjs/core';\n"
     "@WebSocketGateway({ namespace: 'x', transports: ['websocket'] }) export class G { "
     "@WebSocketServer() server; say() { this.server.emit('a'); } @Cron('x') "
     "onModuleDestroy() {} }\n"
     "async function main() { const app = await NestFactory.create(M); "
     "app.useWebSocketAdapter(new RedisIoAdapter(app)); app.enableShutdownHooks(); await "
     "app.listen(3000); }\n",
     "gateway @nestjs/websockets name G class G in module\n"
     "socketio-websocket-only in module\n"
     "socketio-emit socket.io name say detail a class G in say\n"
     "destroy-hook name onModuleDestroy body onModuleDestroy class G in module\n"
     "http-server @nestjs/core name app in main\n"
     "gateway-adapter @nestjs/core name main detail new RedisIoAdapter(app) in main\n"
     "shutdown-hooks @nestjs/core name main in main\n"
     "listen detail 3000 in main\n"},
    {"stores", "a.js", FACTS_MARKS,
     "const session = require('express-session'), { rateLimit } = "
     "require('express-rate-limit'), NodeCache = require('node-cache'), Keyv = "
     "require('keyv');\n"
     "const { PubSub } = require('graphql-subscriptions'); const cfg = require('./cfg'); "
     "const slow = require('@fastify/rate-limit');\n"
     "app.use(session({ secret: 'x' }));\n"
     "app.use(session({ store: new RedisStore({ client }) }));\n"
     "app.use(session({ store: new session.MemoryStore() }));\n"
     "app.use(session(cfg.session));\n"
     "const later = { secret: 'x' }; later.store = new RedisStore(); "
     "app.use(session(later));\n"
     "rateLimit({ windowMs: 1 }); rateLimit({ ...cfg.limits });\n"
     "const cache = new NodeCache(); new Keyv(); new Keyv('redis://x'); new Keyv(new "
     "KeyvRedis());\n"
     "const pubsub = new PubSub();\n"
     "fastify.register(slow, { max: 5 }); await fastify.register(slow, { redis: client "
     "});\n",
     "session express-session in module\n"
     "session express-session in module SHARED\n"
     "session express-session in module\n"
     "session express-session in module OPEN\n"
     "session express-session in module SHARED\n"
     "rate-limit express-rate-limit in module\n"
     "rate-limit express-rate-limit in module OPEN\n"
     "cache node-cache name cache in module\n"
     "cache keyv in module\n"
     "cache keyv in module SHARED\n"
     "cache keyv in module SHARED\n"
     "graphql-pubsub graphql-subscriptions name pubsub in module\n"
     "rate-limit @fastify/rate-limit in module\n"
     "rate-limit @fastify/rate-limit in module SHARED\n"},
    {"disk", "a.js", FACTS_MARKS,
     "const fs = require('fs'), path = require('path'), Database = "
     "require('better-sqlite3'), sqlite3 = require('sqlite3').verbose(), multer = "
     "require('multer');\n"
     "const { writeFile } = require('node:fs/promises'); const FILE = "
     "path.join(__dirname, 'state.json');\n"
     "new Database('app.db'); new Database(':memory:'); new Database('x.db', { readonly: "
     "true }); new sqlite3.Database('y.db', sqlite3.OPEN_READONLY);\n"
     "async function save(id) { fs.writeFileSync(FILE, '1'); await "
     "writeFile(`${FILE}.${process.env.NODE_APP_INSTANCE}`, '2'); "
     "fs.promises.appendFile(path.join('logs', id), '3'); }\n"
     "multer({ dest: 'uploads/' }); multer({ storage: multer.memoryStorage() }); "
     "multer.diskStorage({ destination: '/tmp/up' });\n",
     "local-db better-sqlite3 detail app.db in module CONSTANT\n"
     "local-db better-sqlite3 detail x.db in module READONLY CONSTANT\n"
     "file-write fs name save detail FILE in save CONSTANT\n"
     "file-write fs/promises name save detail `${FILE}.${process.env.NODE_APP_INSTANCE}` "
     "in save PER_INSTANCE\n"
     "file-write fs name save detail path.join('logs', id) in save\n"
     "upload-local multer detail uploads/ in module\n"
     "upload-local multer detail /tmp/up in module\n"},
    {"consumers", "a.js", FACTS_MARKS,
     "const TelegramBot = require('node-telegram-bot-api'); const { Telegraf } = "
     "require('telegraf'); const { Client } = require('discord.js'); const mqtt = "
     "require('mqtt');\n"
     "new TelegramBot(t, { polling: true }); new TelegramBot(t); const bot = new "
     "Telegraf(t); bot.launch(); bot.launch({ webhook: {} });\n"
     "const client = new Client({}); client.login(t); mqtt.connect(u, { clientId: 'fixed' "
     "}); mqtt.connect(u, { clientId: `x-${process.pid}` });\n",
     "consumer node-telegram-bot-api in module\n"
     "consumer telegraf in module\n"
     "consumer discord.js in module\n"
     "consumer mqtt detail fixed in module\n"
     "pubsub mqtt in module\n"
     "pubsub mqtt in module\n"},
    {"payments", "a.ts", FACTS_MARKS,
     "import Stripe from 'stripe'; const stripe = new Stripe('k');\n"
     "app.post('/webhook', (req, res) => { const e = "
     "stripe.webhooks.constructEvent(req.body, sig, k); });\n"
     "router.get('/vnpay_return', handle); app.post('/users', handle); function "
     "handle(req, res) {}\n"
     "@Controller('momo') class M { @Post('ipn') ipn() {} @Get('list') list() {} }\n",
     "payment-handler stripe name /webhook body (app.post /webhook) in (app.post "
     "/webhook)\n"
     "payment-handler name GET /vnpay_return detail /vnpay_return body handle in module\n"
     "payment-handler name POST /momo/ipn detail /momo/ipn body ipn class M in module\n"},
    {"locks", "a.ts", FACTS_MARKS,
     "import Redlock from 'redlock'; import { Mutex } from 'async-mutex'; import pLimit "
     "from 'p-limit'; import PQueue from 'p-queue';\n"
     "const redlock = new Redlock([r]); const mutex = new Mutex(); const one = pLimit(1), "
     "many = pLimit(5); new PQueue({ concurrency: 1 });\n"
     "async function f() { await redlock.acquire(['job'], 1); await r.set('k', 'v', 'PX', "
     "5, 'NX'); await db.query(`SELECT GET_LOCK('x', 0)`); await prisma.$queryRaw`SELECT "
     "pg_advisory_lock(1)`; }\n",
     "lock-local async-mutex name mutex in module\n"
     "lock-local p-limit name one detail 1 in module\n"
     "lock-local p-queue in module\n"
     "lock-shared redlock name f detail ['job'] in f\n"
     "lock-shared detail k in f [lock.redlock.acquire]\n"
     "lock-shared detail SELECT GET_LOCK('x', 0) in f [lock.redlock.acquire]\n"
     "lock-shared in f [lock.redlock.acquire]\n"},
    {"queues", "a.ts", FACTS_MARKS,
     "import { Queue, Worker } from 'bullmq'; import Agenda from 'agenda'; import fastq "
     "from 'fastq';\n"
     "const mails = new Queue('mails', { connection }); new Worker('mails', async (job) "
     "=> { await send(job); }); const agenda = new Agenda({}); const q = "
     "fastq.promise(work, 1); function work() {}\n",
     "queue-shared bullmq name mails detail mails in module\n"
     "queue-shared bullmq detail mails body (Worker mails) in module EFFECT\n"
     "queue-shared agenda name agenda in module\n"
     "queue-local fastq name work body work in module\n"},
    {"databases", "a.ts", FACTS_MARKS,
     "import { Pool } from 'pg'; import { Sequelize } from 'sequelize'; import { "
     "TypeOrmModule } from '@nestjs/typeorm'; import knex from 'knex'; import mongoose "
     "from 'mongoose'; import Redis from 'ioredis';\n"
     "const pool = new Pool({ max: 20 }); const sq = new Sequelize({ dialect: 'sqlite', "
     "storage: 'x.sqlite', pool: { max: 3 } }); sq.sync();\n"
     "TypeOrmModule.forRoot({ type: 'postgres', synchronize: true, migrationsRun: "
     "process.env.NODE_APP_INSTANCE === '0' });\n"
     "const db = knex({ client: 'pg' }); await db.migrate.latest(); mongoose.connect(u); "
     "const redis = new Redis(); redis.publish('ch', 'x');\n",
     "store-shared pg detail pg in module\n"
     "db-pool pg name pool detail 20 in module\n"
     "db-pool sequelize detail 3 in module\n"
     "local-db sequelize name sq detail x.sqlite in module\n"
     "migration sequelize in module\n"
     "store-shared @nestjs/typeorm detail @nestjs/typeorm in module\n"
     "migration detail synchronize in module\n"
     "migration detail migrationsRun in module [env NODE_APP_INSTANCE===0]\n"
     "store-shared knex name db detail knex in module\n"
     "migration knex in module\n"
     "store-shared mongoose detail mongoose in module\n"
     "store-shared ioredis name redis detail ioredis in module\n"
     "pubsub ioredis detail ch in module\n"},
    {"processes", "a.js", FACTS_MARKS,
     "const cluster = require('cluster'), pm2 = require('pm2'), throng = "
     "require('throng');\n"
     "if (cluster.isPrimary) cluster.fork(); throng({ worker });\n"
     "process.on('SIGTERM', stop); process.once('SIGINT', () => server.close(() => "
     "process.exit()));\n"
     "for (const s of ['SIGHUP', 'SIGQUIT']) process.on(s, stop);\n"
     "process.on('message', (m) => { if (m === 'shutdown') stop(); }); "
     "process.on('message', (m) => {});\n"
     "process.on('uncaughtException', (e) => { log(e); }); "
     "process.on('unhandledRejection', () => process.exit(1));\n"
     "async function stop() { await mongoose.disconnect(); quit(); } function quit() { "
     "process.exit(0); }\n",
     "pm2-api pm2 in module\n"
     "cluster-fork cluster in module [primary]\n"
     "cluster-fork throng in module\n"
     "signal detail SIGTERM body stop in module EXITS DRAINS\n"
     "signal detail SIGINT body (process.once SIGINT) in module EXITS DRAINS\n"
     "signal detail SIGHUP body stop in module EXITS DRAINS\n"
     "signal detail SIGQUIT body stop in module EXITS DRAINS\n"
     "message-handler detail shutdown body (process.on message) in module EXITS DRAINS\n"
     "message-handler body (process.on message) in module\n"
     "uncaught detail uncaughtException body (process.on uncaughtException) in module\n"
     "uncaught detail unhandledRejection body (process.on unhandledRejection) in module "
     "EXITS\n"},
    {"readiness", "a.js", FACTS_MARKS,
     "process.send('ready');\n"
     "if (process.send) process.send('ready');\n"
     "app.listen(3000, () => { process.send?.('ready'); });\n"
     "async function main() { await db.connect(); const server = app.listen({ port: "
     "process.env.PORT }); process.send && process.send('ready'); }\n"
     "mongoose.connect(u).then(() => app.listen(4000)); server.on('listening', () => "
     "process.send('ready')); history.listen(() => {});\n",
     "ready in module\n"
     "ready in module GUARDED [other]\n"
     "listen detail 3000 in module\n"
     "ready in (app.listen) GUARDED IN_LISTEN\n"
     "listen detail process.env.PORT in main AFTER_AWAIT\n"
     "ready in main GUARDED IN_LISTEN [other]\n"
     "listen detail 4000 in (mongoose.connect.then) AFTER_AWAIT\n"
     "ready in (server.on listening) IN_LISTEN\n"},
    {"rest", "a.ts", FACTS_MARKS,
     "import EventEmitter from 'events'; import client from 'prom-client'; import "
     "chokidar from 'chokidar'; import { watch } from 'fs'; import Piscina from "
     "'piscina'; import puppeteer from 'puppeteer';\n"
     "const bus = new EventEmitter(); client.collectDefaultMetrics(); new "
     "client.AggregatorRegistry(); chokidar.watch('in'); watch('x', f); new Piscina({}); "
     "puppeteer.launch({ userDataDir: './profile' });\n"
     "res.setHeader('Content-Type', 'text/event-stream'); execSync('npx prisma migrate "
     "deploy');\n",
     "emitter events name bus in module\n"
     "metrics prom-client in module SHARED\n"
     "fs-watch chokidar detail in in module\n"
     "fs-watch fs detail x in module\n"
     "worker-pool piscina in module\n"
     "fixed-path puppeteer detail ./profile in module CONSTANT\n"
     "sse detail text/event-stream in module\n"
     "migration detail npx prisma migrate deploy in module\n"},
    {"guarded_modules", "a.ts", FACTS_MARKS,
     "import { ScheduleModule } from '@nestjs/schedule';\n"
     "@Module({ imports: [...(process.env.RUN_CRON === 'true' ? "
     "[ScheduleModule.forRoot()] : []), process.env.A && ScheduleModule.forRoot(), "
     "ConditionalModule.registerWhen(ScheduleModule.forRoot(), 'B')].filter(Boolean) }) "
     "class M {}\n"
     "const imports = []; if (process.env.C) imports.push(ScheduleModule.forRoot());\n",
     "nest-schedule-module @nestjs/schedule name imports in module [env RUN_CRON===true]\n"
     "nest-schedule-module @nestjs/schedule name imports in module [env A]\n"
     "nest-schedule-module @nestjs/schedule name imports in module [env B]\n"
     "nest-schedule-module @nestjs/schedule in module [env C]\n"},
    {"options_from_elsewhere", "a.ts", FACTS_MARKS,
     "import { CacheModule } from '@nestjs/cache-manager'; import { PrismaClient } from "
     "'@prisma/client'; import ratelimit from 'koa-ratelimit'; import Database from "
     "'better-sqlite3';\n"
     "@Module({ imports: [CacheModule.registerAsync({ useClass: CacheConfig }), "
     "CacheModule.registerAsync({ useFactory: (c) => c.get('cache') }), "
     "CacheModule.registerAsync({ useFactory: async () => ({ stores: [k] }) }), "
     "CacheModule.register({ ttl: 5 })] }) class M {}\n"
     "class PrismaService extends PrismaClient {}\n"
     "const db = new Map(); ratelimit({ driver: 'memory', db }); ratelimit({ driver: "
     "'redis', db: new Redis() }); new Database('a.db').pragma('journal_mode = WAL');\n",
     "cache @nestjs/cache-manager name imports in module OPEN\n"
     "cache @nestjs/cache-manager name imports in module OPEN\n"
     "cache @nestjs/cache-manager name imports in module SHARED\n"
     "cache @nestjs/cache-manager name imports in module\n"
     "store-shared @prisma/client detail @prisma/client in module\n"
     "rate-limit koa-ratelimit in module\n"
     "rate-limit koa-ratelimit in module SHARED\n"
     "local-db better-sqlite3 detail a.db in module WAL CONSTANT\n"},
};

START_TEST(test_lines) {
    const struct extract_case *c = &cases[_i];
    struct arena a;
    struct facts facts;
    struct buf out = {0};
    arena_init(&a, 0);
    const struct source *src = source_new(&a, str_of(c->path), str_of(c->path), str_of(c->source));
    extract_facts(&a, src, &facts);
    facts_lines(&facts, src->text, c->parts, &out);
    buf_char(&out, '\0');
    ck_assert_msg(strcmp(out.p, c->lines) == 0, "%s\n--- is\n%s--- should be\n%s", c->name, out.p,
                  c->lines);
    ck_assert(!facts.is_partial);
    buf_done(&out);
    arena_done(&a);
}
END_TEST

/* A module's rows stand together, and every row leads somewhere. */
START_TEST(test_rows) {
    for (uint16_t i = 0; i < lib_rows_n; i++) {
        const struct lib_row *row = &lib_rows[i];
        bool says = row->mark != LIB_NO_MARK || row->gives || row->how == LIB_USE ||
                    row->how == LIB_IMPORT || row->how == LIB_METHOD || row->how == LIB_PROPERTY;
        ck_assert_msg(says, "row %u, %s %s, says nothing", i, row->module, row->name);
        ck_assert(row->mark <= LIB_NO_MARK && row->gives < LIB_TYPE_COUNT);
        if (row->type)
            continue;
        uint16_t first = lib_module(str_of(row->module));
        for (uint16_t k = first; k <= i; k++)
            ck_assert_msg(strcmp(lib_rows[k].module, row->module) == 0, "%s stands apart",
                          row->module);
        ck_assert(*mark_library_name(i) != '\0');
    }
    for (uint8_t type = 1; type < LIB_TYPE_COUNT; type++) {
        bool is_given = false;
        for (uint16_t i = 0; i < lib_rows_n; i++)
            is_given |= lib_rows[i].gives == type;
        ck_assert_msg(is_given || type == LIB_TYPE_WS, "type %u is given by nothing", type);
    }
}
END_TEST

Suite *suite_extract_marks(void) {
    Suite *s = suite_create("extract marks");
    TCase *t = tcase_create("marks");
    tcase_add_loop_test(t, test_lines, 0, ARRAY_LEN(cases));
    tcase_add_test(t, test_rows);
    suite_add_tcase(s, t);
    return s;
}
