import { CallRedaction } from '../../lib/redact/call-redaction.js';
import { Redaction } from '../../lib/redact/redaction.js';
import type { Subject } from '../measure.js';

/** The subject with nothing taken out of what is recorded: what looking for secrets costs is the difference. */
export function unredacted(subject: Subject): Subject {
  return {
    async run() {
      const restore = leaveSecrets();
      try {
        return await subject.run();
      } finally {
        restore();
      }
    },
  };
}

/** There is no option for it, and there should not be one. */
function leaveSecrets(): () => void {
  const [call, rules] = [CallRedaction.prototype, Redaction.prototype];
  const { request, response, requestMetadata, responseMetadata, status } = call;
  const { learn } = rules;
  call.request = (bytes) => bytes;
  call.response = (bytes) => bytes;
  call.requestMetadata = (entries) => entries;
  call.responseMetadata = (entries) => entries;
  call.status = (each) => each;
  rules.learn = () => undefined;
  return () => {
    Object.assign(call, { request, response, requestMetadata, responseMetadata, status });
    rules.learn = learn;
  };
}
