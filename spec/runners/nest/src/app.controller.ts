import { Controller, Get, Param } from '@nestjs/common';
import { AppService, type Book } from './app.service';

@Controller()
export class AppController {
  constructor(private readonly appService: AppService) {}

  @Get('books/:title')
  getBook(@Param('title') title: string): Promise<Book> {
    return this.appService.getBook(title);
  }

  @Get('books')
  getBooks(): Promise<string[]> {
    return this.appService.getTitles();
  }
}
