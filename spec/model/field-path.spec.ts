import { expect } from 'chai';
import { type FieldPath, findFieldPath, isFieldPath, type PathStep } from '../../lib/model/field-path.js';

const every: PathStep = { type: 'every' };

function field(name: string): PathStep {
  return { type: 'field', name };
}

function number(value: number): PathStep {
  return { type: 'number', number: value };
}

function key(text: string, index?: number): PathStep {
  return { type: 'key', key: text, index };
}

const PATHS: { readonly [text: string]: FieldPath } = {
  id: [field('id')],
  'context.request_id': [field('context'), field('request_id')],
  'metadata.requestId': [field('metadata'), field('requestId')],
  _a1: [field('_a1')],
  'messages[*].id': [field('messages'), every, field('id')],
  'messages[*]': [field('messages'), every],
  'messages[3].id': [field('messages'), key('3', 3), field('id')],
  'messages[0]': [field('messages'), key('0', 0)],
  'messages[-1].id': [field('messages'), key('-1', -1), field('id')],
  'labels[env]': [field('labels'), key('env')],
  'labels[env].x': [field('labels'), key('env'), field('x')],
  'labels[a.b]': [field('labels'), key('a.b')],
  'labels[a b]': [field('labels'), key('a b')],
  'labels["a.b"].x': [field('labels'), key('a.b'), field('x')],
  'labels["3"]': [field('labels'), key('3')],
  'labels["*"]': [field('labels'), key('*')],
  'labels["]"]': [field('labels'), key(']')],
  'labels["\\"\\\\"]': [field('labels'), key('"\\')],
  'labels[""]': [field('labels'), key('')],
  'labels[03]': [field('labels'), key('03')],
  'labels[-0]': [field('labels'), key('-0')],
  '5.3': [number(5), number(3)],
  '5[*].3': [number(5), every, number(3)],
  'messages.3.id': [field('messages'), number(3), field('id')],
  '536870911': [number(536870911)],
};

describe('a field path', () => {
  for (const [text, path] of Object.entries(PATHS)) {
    it(`is ${text}`, () => {
      expect(findFieldPath(text)).to.deep.equal(path);
      expect(isFieldPath(text)).to.equal(true);
    });
  }

  for (const text of [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a b',
    'a-b',
    ' a',
    'a ',
    '[3]',
    'a[]',
    'a[',
    'a[3',
    'a]',
    'a[3][4]',
    'a[3]b',
    'a.[3]',
    'a["b]',
    'a["\\b"]',
    'a["b"c]',
    '0',
    '05',
    '5a',
    '-1',
    '*',
    '536870912',
    'é',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(findFieldPath(text)).to.equal(undefined);
      expect(isFieldPath(text)).to.equal(false);
    });
  }
});
