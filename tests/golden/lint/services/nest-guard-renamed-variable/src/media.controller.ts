import { Controller, Delete, Param } from '@nestjs/common';
import { CleanupService } from './cleanup/cleanup.service';

@Controller('media')
export class MediaController {
  constructor(private readonly cleanup: CleanupService) {}

  @Delete(':key')
  async remove(@Param('key') key: string) {
    await this.cleanup.remove([key]);
    return { removed: key };
  }
}
