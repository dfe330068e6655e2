/**
 * Asks for a book, FindRequest of shelf.proto as bytes. Resolves to the bytes of the Book, in base64; rejects with the error
 * of the call.
 */
export function findBook(client, title) {
  const asIs = (bytes) => bytes;
  const request = Buffer.concat([Buffer.from([10, title.length]), Buffer.from(title)]);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest('/shelf.v1.Shelf/Find', asIs, asIs, request, (error, book) =>
      error ? reject(error) : resolve(book.toString('base64')),
    );
  });
}
