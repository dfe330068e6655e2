import { startTemporal } from '../servers/temporal.js';

/** What the suites of Temporal's client have in common. */
export const ON_TEMPORAL = {
  startServer: startTemporal,
  methods: [
    'GetSystemInfo',
    'StartWorkflowExecution',
    'DescribeWorkflowExecution',
    'GetWorkflowExecutionHistory',
    'ListWorkflowExecutions',
    'RequestCancelWorkflowExecution',
  ].map((name) => `/temporal.api.workflowservice.v1.WorkflowService/${name}`),
  words: ['WorkflowExecutionAlreadyStartedError', 'Hello, Emma!', 'NamespaceNotFoundError', 'UNIMPLEMENTED'],
};
