import { writeFileSync } from 'node:fs';
import { INestApplication } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { useCassette } from 'grpc-cassette';
import request from 'supertest';
import { App } from 'supertest/types';
import { AppModule } from './../src/app.module';

describe('AppController (e2e)', () => {
  let app: INestApplication<App>;

  beforeEach(async () => {
    const moduleFixture: TestingModule = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();

    app = moduleFixture.createNestApplication();
    await app.init();
  });

  it('/books (GET)', () =>
    useCassette('fixtures/books.yaml', { onUnplayed: 'error' }, async (cassette) => {
      const get = (path: string) => request(app.getHttpServer()).get(path);
      const { body: emma } = await get('/books/Emma').expect(200);
      const { body: missing } = await get('/books/Dubliners').expect(404);
      const { body: titles } = await get('/books').expect(200);
      const heard = { emma, missing: missing.message, titles, misses: cassette.misses.length };
      writeFileSync(process.env.SHELF_HEARD ?? '', JSON.stringify(heard));
    }));

  afterEach(async () => {
    await app.close();
  });
});
