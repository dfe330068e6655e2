import type { MethodTypes, Schema } from './method-types.js';

/** One schema of several: the first that knows a method answers for it. */
export function mergeSchemas(schemas: readonly Schema[]): Schema {
  return {
    findMethod(path: string): MethodTypes | undefined {
      for (const schema of schemas) {
        const method = schema.findMethod(path);
        if (method !== undefined) return method;
      }
      return undefined;
    },
  };
}
