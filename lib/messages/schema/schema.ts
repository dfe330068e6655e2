export { schemaOfDescriptorSet } from './descriptor-set.js';
export { mergeSchemas } from './merge-schemas.js';
export type { MessageType, MethodTypes, Schema } from './method-types.js';
export { schemaOfPackageDefinition } from './package-definition.js';
