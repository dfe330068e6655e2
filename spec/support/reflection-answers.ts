import { create, toBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import type { Answer, Question } from './reflection-server.js';

/** A file of one message, in its own package, with one service. */
export function file(name: string, dependency: string[]): FileDescriptorProto {
  return create(FileDescriptorProtoSchema, {
    name: `${name}.proto`,
    package: name,
    syntax: 'proto3',
    dependency,
    messageType: [{ name: 'M' }],
    service: [{ name: 'S', method: [{ name: 'Do', inputType: `.${name}.M`, outputType: `.${name}.M` }] }],
  });
}

/** Answers each question with one file, and notes the question. */
export function answersOf(
  files: readonly FileDescriptorProto[],
  services: readonly string[],
  asked: Question[],
): (question: Question) => Answer {
  return (question) => {
    asked.push({ ...question });
    if (question['list_services'] !== undefined) return servicesAnswer(services);
    const found = files.find(
      (each) =>
        each.name === question['file_by_filename'] ||
        each.service.some(({ name }) => `${each.package}.${name}` === question['file_containing_symbol']),
    );
    if (found !== undefined) return filesAnswer([found]);
    return { error_response: { error_code: grpc.status.NOT_FOUND, error_message: 'not here' } };
  };
}

/** A list of services. */
export function servicesAnswer(services: readonly string[]): Answer {
  return { list_services_response: { service: services.map((name) => ({ name })) } };
}

/** Descriptor files. */
export function filesAnswer(files: readonly FileDescriptorProto[]): Answer {
  const bytes = files.map((each) => Buffer.from(toBinary(FileDescriptorProtoSchema, each)));
  return { file_descriptor_response: { file_descriptor_proto: bytes } };
}
