import { Body, Controller, Post } from '@nestjs/common';
import { DevicesService } from './devices.service';

@Controller('devices')
export class DevicesController {
  constructor(private readonly devices: DevicesService) {}

  @Post()
  create(@Body('image') image: string) {
    return this.devices.create(image ?? 'android:13');
  }
}
