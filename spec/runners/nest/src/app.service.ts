import { Inject, Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import type { ClientGrpc } from '@nestjs/microservices';
import { firstValueFrom, map, type Observable, toArray } from 'rxjs';

export interface Book {
  title: string;
  pages: number;
}

interface Shelf {
  find(request: { title: string }): Observable<Book>;
  list(request: { limit: number }): Observable<Book>;
}

@Injectable()
export class AppService implements OnModuleInit {
  private shelf!: Shelf;

  constructor(@Inject('SHELF') private readonly client: ClientGrpc) {}

  onModuleInit() {
    this.shelf = this.client.getService<Shelf>('Shelf');
  }

  async getBook(title: string): Promise<Book> {
    try {
      return await firstValueFrom(this.shelf.find({ title }));
    } catch (error) {
      throw new NotFoundException((error as { details?: string }).details);
    }
  }

  getTitles(): Promise<string[]> {
    const titles = this.shelf.list({ limit: 2 }).pipe(map(({ title }) => title));
    return firstValueFrom(titles.pipe(toArray()));
  }
}
