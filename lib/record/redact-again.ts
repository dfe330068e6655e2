import { CassetteError } from '../errors.js';
import { emitEntryFrame } from '../format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../format/emit-message.js';
import { EntryText } from '../format/entry-text.js';
import type { CallRecord, Interaction, MessageList } from '../model/interaction.js';
import { type NumberList, NumberRanges } from '../model/order/number-ranges.js';
import { markText, type RedactionMark } from '../model/redaction-mark.js';
import { CallRedaction } from '../redact/call-redaction.js';
import type { Redaction } from '../redact/redaction.js';

/**
 * The text of a new entry without what has turned out to be secret since it was recorded: a token that a response told is
 * known as one when the client sends it, and a schema that is fetched names fields when it is there.
 */
export function redactedAgain(text: Uint8Array, redaction: Redaction): Uint8Array {
  const interaction = findInteraction(text);
  const call = interaction?.call;
  if (interaction === undefined || call === undefined) return text;
  const again = new CallRedaction(redaction, call.method, true);
  const messages = {
    requests: changed(interaction.requests, (bytes, index) =>
      again.request(bytes, interaction.requestStream ? index : undefined),
    ),
    responses: changed(interaction.responses, (bytes) => again.response(bytes)),
  };
  const record = redactedRecord(call, again);
  if (messages.requests === undefined && messages.responses === undefined && record === undefined)
    return text;
  return entryText(interaction, record ?? { ...call, redacted: merged(call.redacted, again.marks) }, {
    requests: messages.requests ?? listed(interaction.requests),
    responses: messages.responses ?? listed(interaction.responses),
  });
}

/** Undefined where it cannot be read: whoever has damaged it must see it as it is. */
function findInteraction(text: Uint8Array): Interaction | undefined {
  try {
    return new EntryText(text).read();
  } catch (error) {
    if (CassetteError.is(error)) return undefined;
    throw error;
  }
}

/** Undefined where nothing changes. */
function changed(
  messages: MessageList,
  redact: (bytes: Uint8Array, index: number) => Uint8Array,
): readonly Uint8Array[] | undefined {
  const before = listed(messages);
  const after = before.map(redact);
  return after.some((bytes, index) => bytes !== before[index]) ? after : undefined;
}

function listed(messages: MessageList): readonly Uint8Array[] {
  return Array.from({ length: messages.length }, (_, index) => messages.at(index));
}

/** Undefined where nothing changes. */
function redactedRecord(call: CallRecord, again: CallRedaction): CallRecord | undefined {
  const requestMetadata = again.requestMetadata(call.requestMetadata);
  const responseMetadata = call.responseMetadata && again.responseMetadata(call.responseMetadata);
  const trailers = again.responseMetadata(call.trailers);
  const status = again.status(call.status);
  const isSame =
    requestMetadata === call.requestMetadata &&
    responseMetadata === call.responseMetadata &&
    trailers === call.trailers &&
    status.details === call.status.details;
  if (isSame) return undefined;
  const redacted = merged(call.redacted, again.marks);
  return { ...call, redacted, requestMetadata, responseMetadata, trailers, status };
}

function merged(marks: readonly RedactionMark[], others: readonly RedactionMark[]): readonly RedactionMark[] {
  return [...new Map([...marks, ...others].map((mark) => [markText(mark), mark])).values()];
}

function entryText(
  interaction: Interaction,
  call: CallRecord,
  {
    requests,
    responses,
  }: { readonly requests: readonly Uint8Array[]; readonly responses: readonly Uint8Array[] },
): Uint8Array {
  const { requestStream, responseStream } = interaction;
  const { head, middle, tail } = emitEntryFrame({
    ...interaction,
    call,
    requestCount: requests.length,
    responseCount: responses.length,
    requestOrder: rangesOf(interaction.requestOrder),
    responseOrder: rangesOf(interaction.responseOrder),
  });
  const sent = requestStream ? requests.map(emitListedMessage).join('') : emitSingleMessage(requests[0]);
  const told = responseStream ? responses.map(emitListedMessage).join('') : emitSingleMessage(responses[0]);
  return Buffer.from(head + sent + middle + told + tail);
}

function rangesOf(numbers: NumberList | undefined): NumberRanges | undefined {
  if (numbers === undefined) return undefined;
  const ranges = new NumberRanges();
  for (let index = 0; index < numbers.length; index += 1) ranges.push(numbers.at(index) ?? 0);
  return ranges;
}
