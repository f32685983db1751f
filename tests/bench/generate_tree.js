// A repository of N source files (default 2,000) of about 4 KB, mixed as real services are: Nest modules, controllers,
// services and gateways, Express routers, utilities, types. About one in three has something in it that a rule asks
// for; the others are what a scan has to get past quickly.
// usage: node generate_tree.js DIRECTORY [N]
'use strict';
const fs = require('fs');
const path = require('path');
const [root, count] = [process.argv[2], Number(process.argv[3] || 2000)];
const FEATURE = 10; // files of a feature
const features = Math.floor((count - 1) / FEATURE);

// The same numbers each time.
let seed = 12345;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const words = 'order invoice user account session payment device report message channel product cart price stock'.split(' ');
const word = () => words[random(words.length)];
const title = (s) => s[0].toUpperCase() + s.slice(1);

const method = (i) => `
  /** Finds the ${word()} by its ${word()} and fills in what is missing; see the notes of the ${word()} team. */
  async ${word()}${title(word())}${i}(id: string, options: Partial<Options> = {}): Promise<Result | undefined> {
    const found = await this.repository.findOne({ where: { id, active: true }, relations: ['${word()}s'] });
    if (!found) {
      this.logger.warn(\`no ${word()} \${id} for \${options.tenant ?? 'nobody'}\`);
      throw new NotFoundException('${word()} not found');
    }
    const total = found.items.filter((item) => item.price > 0).reduce((sum, item) => sum + item.price * item.count, 0);
    for (const item of found.items) {
      if (item.count > options.limit! || /^x-[a-z]+$/i.test(item.name)) {
        item.note = \`\${item.name}: over the limit of \${options.limit}\`;
      }
    }
    return { ...found, total, at: new Date().toISOString(), by: options.user?.name || '${word()}' };
  }
`;
const methods = (n) => Array.from({ length: n }, (_, i) => method(i)).join('');
const options = `
export interface Options { tenant: string; limit: number; user?: { name: string; roles: string[] } }
export type Result = { id: string; total: number; at: string; by: string; items: Array<{ name: string; price: number; count: number; note?: string }> };
`;
const hazards = [
  (k) => `\n  private readonly clients = new Map<string, Socket>();\n\n  register(id: string, socket: Socket) {\n    this.clients.set(id, socket);\n  }\n`,
  (k) => `\n  @Cron('0 ${k % 60} 3 * * *')\n  async nightly() {\n    await this.repository.delete({ active: false });\n  }\n`,
  (k) => `\n  start() {\n    setInterval(() => this.repository.count(), 60_000);\n  }\n`,
];

const service = (k, name) => `import { Injectable, Logger, NotFoundException } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Socket } from 'socket.io';
import { ${title(name)}Repository } from './${name}.repository';
import { slug } from './${name}.util';
import { ${title(name)}Dto } from './${name}.dto';
import { settings } from '@app/shared/settings';
${options}
@Injectable()
export class ${title(name)}Service {
  private readonly logger = new Logger(${title(name)}Service.name);
  constructor(private readonly repository: ${title(name)}Repository) {}
${k % 3 === 0 ? hazards[k % 9 / 3](k) : ''}${methods(4)}}
`;
const controller = (k, name) => `import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ${title(name)}Service } from './${name}.service';
import type { ${title(name)}Dto } from './${name}.dto';
${Array.from({ length: 1 }, () => '').join('')}
@Controller('${name}')
export class ${title(name)}Controller {
  constructor(private readonly service: ${title(name)}Service) {}
${Array.from({ length: 10 }, (_, i) => `
  @Get(':id/${word()}${i}')
  async get${i}(@Param('id') id: string, @Body() body: ${title(name)}Dto) {
    const result = await this.service.find(id, { tenant: body.tenant, limit: ${random(100)} });
    return { ok: true, data: result, links: { self: \`/${name}/\${id}\`, next: result?.next ?? null } };
  }
`).join('')}}
`;
const moduleFile = (k, name) => `import { Module } from '@nestjs/common';
import { ${title(name)}Controller } from './${name}.controller';
import { ${title(name)}Service } from './${name}.service';
import { ${title(name)}Repository } from './${name}.repository';
import './${name}.routes';
import { consume } from './${name}.consumer';
import * as view from './${name}.view';
${k > 0 ? `import { Feature${k - 1}Module } from '../feature${k - 1}/feature${k - 1}.module';\n` : ''}
@Module({ controllers: [${title(name)}Controller], providers: [${title(name)}Service, ${title(name)}Repository], exports: [${title(name)}Service] })
export class ${title(name)}Module {}
`;
const util = (k, name) => `${Array.from({ length: 14 }, (_, i) => `
// Turns a ${word()} into what the ${word()} wants to see; used by the ${word()} pages and their tests.
export function ${i ? `${word()}Of${i}` : 'slug'}(text: string, width = ${random(80)}): string {
  const parts = text.trim().toLowerCase().split(/[^a-z0-9]+/g).filter(Boolean);
  return parts.length > width ? \`\${parts.slice(0, width).join('-')}...\` : parts.join('-');
}
`).join('')}`;
const dto = (k, name) => `import { IsOptional, IsString, MaxLength } from 'class-validator';

export class ${title(name)}Dto {
${Array.from({ length: 30 }, (_, i) => `  /** The ${word()} of the ${word()}, as the ${word()} knows it. */
  @IsString()
  @IsOptional()
  @MaxLength(${random(200) + 1})
  ${word()}${i}?: string;
`).join('\n')}}
`;
const routes = (k, name) => `import express from 'express';
import { slug } from './${name}.util';

const router = express.Router();
${k % 4 === 0 ? 'const seen = new Set<string>();\n' : ''}
${Array.from({ length: 12 }, (_, i) => `router.${['get', 'post', 'put'][i % 3]}('/${word()}/:id/${i}', async (req, res, next) => {
  try {
    const { id } = req.params;${k % 4 === 0 && i === 0 ? '\n    seen.add(id);' : ''}
    res.json({ id: slug(id), ${word()}: req.query.${word()}, items: (req.body.items || []).map((x: any) => ({ ...x, ok: true })) });
  } catch (error) {
    next(error);
  }
});
`).join('')}
export default router;
`;
const repository = (k, name) => `import { Injectable, NotFoundException, Logger } from '@nestjs/common';
${options}
@Injectable()
export class ${title(name)}Repository {
  private readonly logger = new Logger('${name}');
  private readonly repository: any;
${methods(4)}}
`;
const consumer = (k, name) => `import { Kafka } from 'kafkajs';
import { slug } from './${name}.util';

export async function consume(kafka: Kafka) {
  const consumer = kafka.consumer({ groupId: '${name}' });
  await consumer.connect();
  await consumer.run({ eachMessage: async ({ message }) => console.log(slug(String(message.value))) });
}
${util(k, name).replace('function slug', 'function tidy')}`;
const view = (k, name) => `export * from './${name}.types';
${util(k, name).replace('function slug', 'function shown')}`;
const types = (k, name) => Array.from({ length: 40 }, (_, i) => `export interface ${title(word())}${i} {
  id: string;
  ${word()}: number | null;
  readonly ${word()}s?: Array<{ name: string; at: Date }>;
}
`).join('');

const kinds = { module: moduleFile, controller, service, repository, util, dto, routes, consumer, view, types };
const write = (file, text) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};
write('package.json', '{ "name": "bench", "scripts": { "start:prod": "NODE_ENV=production node dist/main" } }\n');
write('tsconfig.json', '{\n  // as Nest makes it\n  "compilerOptions": { "outDir": "./dist", "baseUrl": "./", "paths": { "@app/shared/*": ["libs/shared/src/*"] } },\n}\n');
write('.git/HEAD', 'ref: refs/heads/main\n');
write('libs/shared/src/settings.ts', "export const settings = { port: Number(process.env.PORT || 3000) };\n");
let main = "import { NestFactory } from '@nestjs/core';\n";
for (let k = 0; k < features; k++) {
  const name = `feature${k}`;
  for (const [kind, make] of Object.entries(kinds)) write(`src/${name}/${name}.${kind}.ts`, make(k, name));
  main += `import { Feature${k}Module } from './${name}/${name}.module';\n`;
}
write('src/main.ts', `${main}\nasync function bootstrap() {\n  const app = await NestFactory.create(class {});\n  await app.listen(3000);\n}\nvoid bootstrap();\n`);
