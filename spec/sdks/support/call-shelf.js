/** Calls each method of a grpc-js client of `shelf.proto`, and tells all that its caller can hear, event by event. */
export async function callShelf(client, hear) {
  await find(client, 'Ulysses', hear);
  await find(client, 'Dubliners', hear);
  await list(client, hear);
  await add(client, hear);
  await talk(client, ['who', 'where'], hear);
  await talk(client, ['who', 'quiet!'], hear);
}

async function find(client, title, hear) {
  const call = client.Find({ title }, (error, book) => hear('callback', { error, book }));
  await ended(call, ['metadata', 'status'], hear);
}

async function list(client, hear) {
  const call = client.List({ limit: 2 });
  await ended(call, ['metadata', 'data', 'end', 'status'], hear);
}

async function add(client, hear) {
  const call = client.Add((error, summary) => hear('callback', { error, summary }));
  call.write({ title: 'Emma', pages: 474, labels: { shelf: 'A' } });
  call.write({ title: 'Walden', pages: 352 });
  call.end();
  await ended(call, ['metadata', 'status'], hear);
}

/** Says one text after the answer to the last. */
async function talk(client, texts, hear) {
  const call = client.Talk();
  const left = [...texts];
  const sayNext = () => (left.length > 0 ? call.write({ text: left.shift() }) : call.end());
  call.on('data', sayNext);
  sayNext();
  await ended(call, ['metadata', 'data', 'end', 'error', 'status'], hear);
}

/** Tells of the events of a call until its status is there. */
function ended(call, events, hear) {
  for (const event of events) call.on(event, (value) => hear(event, value));
  return new Promise((resolve) => call.on('status', resolve));
}
