import type { CallRecord } from '../../model/interaction.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { CallDraft, findCallField } from './fields.js';

/**
 * The `call` that the tree of a `call` block says. What a later version may have added is passed over. Throws a
 * `CassetteError` that names the line.
 */
export function readCall(node: TreeNode | undefined, values: TreeValues): CallRecord {
  if (node?.kind !== 'map') values.fail(node, 'call is not a mapping of keys');
  const call = new CallDraft();
  for (const [key, value] of node.entries) {
    const field = findCallField(key);
    if (field !== undefined) call.set(field, field.form.read(value, key, values));
  }
  if (!node.entries.has('method')) values.fail(node, 'call has no method');
  return call.record;
}
