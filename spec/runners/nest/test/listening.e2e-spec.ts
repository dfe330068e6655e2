import { writeFileSync } from 'node:fs';
import { INestApplication } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { useCassette } from 'grpc-cassette';
import request from 'supertest';
import { AppModule } from './../src/app.module';

describe('the application that listens (e2e)', () => {
  let app: INestApplication;
  const heard: Record<string, unknown> = {};

  beforeAll(async () => {
    const moduleFixture: TestingModule = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();

    app = moduleFixture.createNestApplication();
    await app.listen(0, '127.0.0.1');
  });

  it.each(['Emma', 'Ulysses'])('/books/%s (GET)', (title) =>
    useCassette(`fixtures/${title}.yaml`, { onUnplayed: 'error' }, async () => {
      const { body } = await request(await app.getUrl()).get(`/books/${title}`).expect(200);
      heard[title] = body.pages;
    }),
  );

  afterAll(async () => {
    await app.close();
    writeFileSync(process.env.SHELF_HEARD ?? '', JSON.stringify(heard));
  });
});
