import { editFields } from '../../../lib/messages/paths/edit-fields.js';
import { ContentReplacer } from '../../../lib/messages/paths/replaced-content.js';
import { type Schema, schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import type { FieldNames } from '../../../lib/messages/types/field-names.js';
import { findFieldPath } from '../../../lib/model/field-path.js';
import { descriptorSet, type GoldenType, messageType } from './fixtures.js';

/** What is put in the place of text unless a row says otherwise. */
export const HIDDEN = '[REDACTED]';

export const fixturesSchema: Schema = schemaOfDescriptorSet(descriptorSet());

/** What the fixtures' schema says of a type; nothing without one. */
export function namesOfType(type: GoldenType | undefined): Partial<FieldNames> {
  return type === undefined ? {} : messageType(fixturesSchema, type);
}

/** A message with the content replaced where the paths lead; the texts that were taken out. */
export function replaced(
  type: GoldenType | undefined,
  before: Uint8Array,
  paths: readonly string[],
  replacement: string = HIDDEN,
): { readonly bytes: Uint8Array; readonly taken: readonly string[]; readonly places: readonly string[] } {
  const names = namesOfType(type);
  const taken: string[] = [];
  const places: string[] = [];
  const replacer = new ContentReplacer((text) => taken.push(Buffer.from(text).toString()), names.findType);
  const bytes = editFields(
    before,
    paths.map((path) => findFieldPath(path) ?? []),
    {
      names,
      endsInValues: true,
      edit(element) {
        places.push(element.place.join('.'));
        return replacer.replace(element, Buffer.from(replacement));
      },
    },
  );
  return { bytes, taken, places };
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
