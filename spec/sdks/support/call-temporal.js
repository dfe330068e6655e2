import { fromJSON } from '@grpc/proto-loader';
import { Client } from '@temporalio/client';
import types from '@temporalio/proto/protos/json-module.js';

/** Temporal's client gives each request an id. It sends bytes, so that only a schema knows the id by its name. */
export const TEMPORAL_OPTIONS = { schema: fromJSON(types.toJSON()), ignore: ['requestId'] };

/** Starts a workflow, looks at it, lists all, and runs into errors. */
export async function callTemporal(connection, hear) {
  // Without a name of one's own, the process is named: `1234@host`.
  const client = new Client({ connection, identity: 'a test' });
  const workflow = { workflowId: 'one', taskQueue: 'greetings', args: ['Emma'] };
  const handle = await client.workflow.start('greet', workflow);
  hear('started', handle.firstExecutionRunId);
  hear('twice', await client.workflow.start('greet', workflow).catch((error) => error));
  hear('described', await handle.describe());
  hear('result', await handle.result());
  hear(
    'unknown',
    await client.workflow
      .getHandle('none')
      .describe()
      .catch((error) => error),
  );
  for await (const execution of client.workflow.list()) hear('listed', execution);
  const elsewhere = new Client({ connection, identity: 'a test', namespace: 'elsewhere' });
  hear('elsewhere', await elsewhere.workflow.start('greet', workflow).catch((error) => error));
  hear('unimplemented', await handle.cancel().catch((error) => error));
  const deadline = Date.now() + 10_000;
  hear('raw', await connection.withDeadline(deadline, () => connection.workflowService.getSystemInfo({})));
}
