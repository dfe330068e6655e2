import { DescriptorShapes } from '../types/descriptor-shapes.js';
import type { TypeLookup } from '../types/type-lookup.js';
import type { DescriptorFiles } from './descriptor-files.js';
import { createMessageType } from './message-type.js';
import type { MessageType, MethodTypes, Schema } from './method-types.js';

/**
 * The schema of descriptor files. `types` resolves their messages, where that is not the files' own affair.
 */
export function schemaOfFiles(files: DescriptorFiles, types: TypeLookup = files): Schema {
  const methods = new Map<string, MethodTypes>();
  const shapes = new DescriptorShapes(types);
  const messages = new Map<string, MessageType>();

  function messageType(name: string): MessageType {
    const known = messages.get(name);
    if (known !== undefined) return known;
    const made = createMessageType(name, shapes);
    messages.set(name, made);
    return made;
  }

  return {
    findMethod(path: string): MethodTypes | undefined {
      const known = methods.get(path);
      if (known !== undefined) return known;
      const signature = files.findMethod(path);
      if (signature === undefined) return undefined;
      const found = { request: messageType(signature.request), response: messageType(signature.response) };
      methods.set(path, found);
      return found;
    },
  };
}
