import { Module } from '@nestjs/common';
import { ClientsModule, Transport } from '@nestjs/microservices';
import { cassetteClientOptions } from 'grpc-cassette';
import { AppController } from './app.controller';
import { AppService } from './app.service';

@Module({
  imports: [
    ClientsModule.register([
      {
        name: 'SHELF',
        transport: Transport.GRPC,
        options: {
          url: process.env.SHELF_ADDRESS,
          package: 'shelf.v1',
          protoPath: process.env.SHELF_PROTO ?? '',
          channelOptions: { ...cassetteClientOptions() },
        },
      },
    ]),
  ],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
