import {
  binaryTag,
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  load,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  type ScalarTagDefinition,
  type Schema,
  timestampTag,
} from 'js-yaml';

/** `tag` for those plain scalars only that PyYAML takes for it: see resolver.py there. */
function asPyYaml<T>(tag: ScalarTagDefinition<T>, pattern: RegExp): ScalarTagDefinition<T> {
  return {
    ...tag,
    resolve: (source, isExplicit, name) =>
      isExplicit || pattern.test(source) ? tag.resolve(source, isExplicit, name) : NOT_RESOLVED,
  };
}

const float = new RegExp(
  [
    String.raw`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?`,
    String.raw`\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?`,
    String.raw`[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*`,
    String.raw`[-+]?\.(?:inf|Inf|INF)`,
    String.raw`\.(?:nan|NaN|NAN))$`,
  ].join('|'),
);

const int =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;

const schema: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  asPyYaml(boolYaml11Tag, bool),
  asPyYaml(intYaml11Tag, int),
  asPyYaml(floatYaml11Tag, float),
  timestampTag,
  binaryTag,
  mergeTag,
);

/**
 * What PyYAML's `yaml.safe_load` makes of a document, as far as cassettes go: its rules for what plain text is a
 * number, a boolean or a date. Not its own: integers beyond 2^53 are rounded, and a key that stands twice is an error.
 */
export function safeLoad(text: string): unknown {
  return load(text, { schema });
}
