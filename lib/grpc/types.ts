import type { ChannelInterface, InterceptingListener, InterceptorOptions, NextCall } from '@grpc/grpc-js';

/** The call object that interceptors hand to each other; grpc-js does not export its name. */
export type InterceptingCallInterface = ReturnType<NextCall>;

/** The flags and callback that accompany a message. */
export type MessageContext = Parameters<InterceptingCallInterface['sendMessageWithContext']>[0];

/** The listener of a call, of which a caller may leave out methods. */
export type PartialListener = Partial<InterceptingListener> | undefined;

/** The definition of the method that a call is made of. */
export type MethodDefinition = InterceptorOptions['method_definition'];

/** A gRPC status code, as the types of grpc-js want it. */
export type GrpcStatusCode = Parameters<InterceptingCallInterface['cancelWithStatus']>[0];

/** A client's message: whatever its serialiser takes, and its deserialiser makes. */
export type Message = unknown;

/** A call on a channel, whose messages are bytes; grpc-js does not export its name. */
export type Call = ReturnType<ChannelInterface['createCall']>;

/** The server's call that a call is made for. */
export type ParentCall = Parameters<ChannelInterface['createCall']>[3];

/** What a channel is asked to make a call of: method, deadline, host, parent call and propagation flags. */
export type CallArguments = Parameters<ChannelInterface['createCall']>;

/** A channel, as clients have it. */
export type Channel = ChannelInterface;
