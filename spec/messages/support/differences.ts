/** A value that is not the same on both sides; undefined where it is absent. */
export interface Difference {
  /** Such as `usage.cost_in_usd_ticks` or `outputs[0].message`. */
  readonly path: string;
  readonly recorded: unknown;
  readonly view: unknown;
}

/** Every place in which the view is not exactly what was recorded. */
export function differences(recorded: unknown, view: unknown, path = ''): Difference[] {
  if (Object.is(recorded, view)) return [];
  if (!isContainer(recorded) || !isContainer(view) || Array.isArray(recorded) !== Array.isArray(view)) {
    return [{ path, recorded, view }];
  }
  const keys = new Set([...Object.keys(recorded), ...Object.keys(view)]);
  return [...keys].flatMap((key) =>
    differences(own(recorded, key), own(view, key), extend(path, key, Array.isArray(recorded))),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function extend(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
