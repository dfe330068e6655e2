import { Metadata, Server, status } from '@grpc/grpc-js';
import { defaultPayloadConverter } from '@temporalio/client';
import proto from '@temporalio/proto';
import { listen } from '../support/listen.js';

const PACKAGE = 'temporal.api.workflowservice.v1';
const { google, temporal } = proto;
const { enums, errordetails, workflowservice } = temporal.api;
const RUN_ID = '0193c5a4-0000-7000-8000-000000000001';

/** Starts a Temporal server that knows one workflow, which greets whom it is given, and refuses a look once. */
export async function startTemporal() {
  const server = new Server();
  const started = new Map();
  let looks = 0;
  serve(server, {
    GetSystemInfo: () => ({ serverVersion: '1.29.0', capabilities: { supportsSchedules: true } }),
    StartWorkflowExecution({ namespace, workflowId, input }) {
      if (namespace !== 'default') throw namespaceNotFound(namespace);
      if (started.has(workflowId)) throw { code: status.ALREADY_EXISTS, details: 'it runs already' };
      started.set(workflowId, defaultPayloadConverter.fromPayload(input.payloads[0]));
      return { runId: RUN_ID, started: true };
    },
    DescribeWorkflowExecution({ execution: { workflowId } }) {
      looks += 1;
      if (looks === 1) throw { code: status.UNAVAILABLE, details: 'not yet' };
      if (!started.has(workflowId)) throw { code: status.NOT_FOUND, details: `no workflow ${workflowId}` };
      return { workflowExecutionInfo: infoOf(workflowId) };
    },
    ListWorkflowExecutions({ nextPageToken }) {
      const isFirst = nextPageToken.length === 0;
      return {
        executions: [infoOf(isFirst ? 'one' : 'two')],
        nextPageToken: Buffer.from(isFirst ? 'more' : ''),
      };
    },
    GetWorkflowExecutionHistory: ({ execution: { workflowId } }) => historyOf(started.get(workflowId)),
  });
  return await listen(server);
}

/** Serves the methods of Temporal's workflow service: functions from a request to a response, or to what they throw. */
function serve(server, methods) {
  const definition = {};
  const handlers = {};
  for (const [name, answer] of Object.entries(methods)) {
    const Request = workflowservice.v1[`${name}Request`];
    const Response = workflowservice.v1[`${name}Response`];
    definition[name] = {
      path: `/${PACKAGE}.WorkflowService/${name}`,
      requestStream: false,
      responseStream: false,
      requestDeserialize: (bytes) => Request.decode(bytes),
      responseSerialize: (response) => Buffer.from(Response.encode(Response.create(response)).finish()),
    };
    handlers[name] = ({ request }, callback) => {
      try {
        callback(null, answer(request));
      } catch (error) {
        callback(error);
      }
    };
  }
  server.addService(definition, handlers);
}

function infoOf(workflowId) {
  return {
    execution: { workflowId, runId: RUN_ID },
    type: { name: 'greet' },
    taskQueue: 'greetings',
    startTime: { seconds: 1_700_000_000, nanos: 5_000_000 },
    status: enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
    historyLength: 3,
  };
}

function historyOf(name) {
  const result = { payloads: [defaultPayloadConverter.toPayload({ greeting: `Hello, ${name}!` })] };
  const event = {
    eventId: 3,
    eventType: enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    workflowExecutionCompletedEventAttributes: { result },
  };
  return { history: { events: [event] } };
}

/** As Temporal says it: the details are a `google.rpc.Status`, and tell which error it is. */
function namespaceNotFound(namespace) {
  const failure = errordetails.v1.NamespaceNotFoundFailure.encode({ namespace }).finish();
  const type_url = 'type.googleapis.com/temporal.api.errordetails.v1.NamespaceNotFoundFailure';
  const details = `Namespace ${namespace} is not found.`;
  const told = { code: status.NOT_FOUND, message: details, details: [{ type_url, value: failure }] };
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(google.rpc.Status.encode(told).finish()));
  return { code: status.NOT_FOUND, details, metadata };
}
