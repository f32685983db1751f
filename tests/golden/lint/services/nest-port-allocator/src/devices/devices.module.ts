import { Module } from '@nestjs/common';
import { DevicesController } from './devices.controller';
import { DevicesService } from './devices.service';
import { PortAllocator } from './port-allocator.service';

@Module({ controllers: [DevicesController], providers: [DevicesService, PortAllocator] })
export class DevicesModule {}
