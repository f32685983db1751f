import { Injectable, ServiceUnavailableException } from '@nestjs/common';

export interface PortPair {
  adb: number;
  stream: number;
}

const ADB_RANGE = { from: 5555, to: 6554 };
const STREAM_RANGE = { from: 8100, to: 9099 };

@Injectable()
export class PortAllocator {
  private readonly usedAdb = new Set<number>();
  private readonly usedStream: Set<number> = new Set();

  allocate(): PortPair {
    const adb = this.take(ADB_RANGE, this.usedAdb);
    const stream = this.take(STREAM_RANGE, this.usedStream);
    this.usedAdb.add(adb);
    this.usedStream.add(stream);
    return { adb, stream };
  }

  release(ports: PortPair): void {
    this.usedAdb.delete(ports.adb);
    this.usedStream.delete(ports.stream);
  }

  private take(range: { from: number; to: number }, used: ReadonlySet<number>): number {
    for (let port = range.from; port <= range.to; port++) {
      if (!used.has(port)) return port;
    }
    throw new ServiceUnavailableException(`no port left in ${range.from}-${range.to}`);
  }
}
