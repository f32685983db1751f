import x, { y as z, type T } from 'm';
import type { Q } from 'q';
import * as ns from 'n';
import fs = require('fs');
@Injectable({ scope: Scope.REQUEST })
export class Foo extends Bar<X> implements Baz {
  static count = 0;
  @WebSocketServer() private readonly server: Server;
  private m?: Map<string, Socket> = new Map<string, X>();
  constructor(private readonly a: A, @Inject('X') b: B) { super(); }
  @Cron('0 3 * * *')
  async send(@Body() dto: Dto): Promise<void> { await this.a?.b!.c(x as any); }
  get ok() { return this.#p ?? 1; }
}
export default async function main() {}
export { a, b as c } from './d';
export * as e from './e';
export * from './f';
export const k = 1, [l, { m }] = f();
export = Foo;
