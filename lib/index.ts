export type { Cassette } from './cassette/cassette.js';
export {
  CassetteError,
  type CassetteErrorCode,
  type CassetteErrorFacts,
  type FieldDifference,
} from './errors.js';
export {
  type CassetteChannelFactory,
  type CassetteChannelOptions,
  type CassetteClientOptions,
  cassetteChannel,
  cassetteClientOptions,
} from './grpc/channel/channel.js';
export type { ChannelClass, GrpcLibrary } from './grpc/channel/channel-class.js';
export { currentCassette } from './grpc/current.js';
export type { OutsideOptions } from './grpc/find-cassette.js';
export { ejectCassette, insertCassette } from './grpc/insert-cassette.js';
export { type CassetteInterceptor, cassetteInterceptor } from './grpc/interceptor.js';
export { type ReflectionOptions, reflectSchema } from './grpc/reflection/reflect-schema.js';
export { type UseOptions, useCassette } from './grpc/use-cassette.js';
export type { Miss } from './misses/misses.js';
export type { Forgiven } from './model/forgiven.js';
export type { CallRecord, Interaction, MessageList } from './model/interaction.js';
export type { JsonValue } from './model/json.js';
export type { Direction, Kind } from './model/kind.js';
export type { MatchedCall, MatchFunction, MatchRule, UnplayedRule } from './model/matching.js';
export type { MetadataEntries, MetadataValue } from './model/metadata.js';
export type { OpenCall } from './model/open-call.js';
export type { CallOrder } from './model/order/call-order.js';
export type { NumberList } from './model/order/number-ranges.js';
export type { Plan, RecordMode } from './model/record-mode.js';
export type { RedactionMark } from './model/redaction-mark.js';
export type { Status } from './model/status.js';
export { openCassette } from './open/open-cassette.js';
export type { RedactedField, RedactOptions } from './options/redact-options.js';
export type { CassetteOptions, SchemaSource } from './options.js';
