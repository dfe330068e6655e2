import { startCollector } from '../servers/otlp.js';
import { describeSdk } from '../support/describe-sdk.js';

// The exporter makes its client where nobody can reach it.
describeSdk('opentelemetry', {
  startServer: startCollector,
  doors: ['register'],
  methods: ['/opentelemetry.proto.collector.trace.v1.TraceService/Export'],
  words: ['too old', 'no more today'],
});
