import { expect } from 'chai';
import { crampedTexts, type Drawn, faintTexts, type Picture } from './support/picture-faults.js';

const BLACK = 'rgb(0, 0, 0)';
const WHITE = 'rgb(255, 255, 255)';

function drawn(text: string, x: number, width: number, fill: string = BLACK): Drawn {
  return { text, x, y: 10, width, height: 10, fill };
}

function picture(texts: readonly Drawn[], rects: readonly Drawn[] = []): Picture {
  return { width: 100, height: 30, texts, rects };
}

describe('the faults of a picture', () => {
  it('are texts that leave it', () => {
    expect(crampedTexts(picture([drawn('in', 0, 100), drawn('out', 101, 5)]))).to.deep.equal([
      '"out" leaves the picture',
    ]);
  });

  it('are texts that cross the edge of a box, and none within one or beside it', () => {
    const box = { ...drawn('', 20, 40), y: 5, height: 20 };
    const texts = [drawn('beside', 0, 15), drawn('crosses', 16, 6), drawn('within', 24, 30)];
    expect(crampedTexts(picture(texts, [box]))).to.deep.equal(['"crosses" crosses the edge of a box']);
  });

  it('are texts that lie over each other', () => {
    expect(crampedTexts(picture([drawn('one', 0, 20), drawn('other', 19, 20)]))).to.deep.equal([
      '"one" lies over "other"',
    ]);
  });

  it('are texts that do not stand out from the box that they are in, or the page', () => {
    const boxes = [drawn('', 0, 40, BLACK), drawn('', 60, 40, 'none')];
    const texts = [
      drawn('in the box', 5, 20),
      drawn('on the page', 65, 20),
      drawn('faint', 45, 10, 'rgb(200, 200, 200)'),
    ];
    expect(faintTexts(picture(texts, boxes), WHITE)).to.deep.equal([
      '"in the box" has a contrast of 1.0',
      '"faint" has a contrast of 1.7',
    ]);
  });
});
