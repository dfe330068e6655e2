import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';

/** An interceptor that lets everything through: what a recording is measured against. */
export const passThrough: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));
