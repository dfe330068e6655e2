import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Ids and times of the spans, by number, for the exporter brings no schema. */
export const cassetteOptions = {
  ignore: ['1.2.2.1', '1.2.2.2', '1.2.2.7', '1.2.2.8', '1.2.2.11.1'],
};

export async function run({ address, hear }) {
  // Not what it says of errors: their stacks, which tell a replay from a live call.
  const logger = {
    error() {},
    warn: (...words) => hear('warned', words),
    info() {},
    debug() {},
    verbose() {},
  };
  diag.setLogger(logger, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({ url: `http://${address}` });
  const listening = {
    export(spans, done) {
      exporter.export(spans, (result) => {
        hear('exported', result);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(listening)] });
  const tracer = provider.getTracer('a test');
  for (const name of ['one', 'two', 'three']) {
    tracer.startSpan(name, { attributes: { name } }).addEvent('looked').end();
    await provider.forceFlush().catch((error) => hear('flush', error));
  }
  await provider.shutdown();
}
