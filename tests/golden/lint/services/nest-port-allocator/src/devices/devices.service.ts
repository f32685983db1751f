import { Injectable, Logger } from '@nestjs/common';
import Docker from 'dockerode';
import { PortAllocator } from './port-allocator.service';

@Injectable()
export class DevicesService {
  private readonly logger = new Logger(DevicesService.name);
  private readonly docker = new Docker({ socketPath: '/var/run/docker.sock' });

  constructor(private readonly ports: PortAllocator) {}

  async create(image: string) {
    const ports = this.ports.allocate();
    try {
      const container = await this.docker.createContainer({
        Image: image,
        HostConfig: {
          PortBindings: {
            '5555/tcp': [{ HostPort: String(ports.adb) }],
            '8100/tcp': [{ HostPort: String(ports.stream) }],
          },
        },
      });
      await container.start();
      return { id: container.id, ...ports };
    } catch (e) {
      this.ports.release(ports);
      this.logger.error(e);
      throw e;
    }
  }
}
