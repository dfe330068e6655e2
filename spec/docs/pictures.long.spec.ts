import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/shared-folder.js';
import { findBrowser, measurePictures } from './support/measure-pictures.js';
import { crampedTexts, faintTexts } from './support/picture-faults.js';

const IMAGES = join(projectRoot, 'docs/images');
const browser = findBrowser();
const names = readdirSync(IMAGES).filter((name) => name.endsWith('.svg'));
const svgs = names.map((name) => readFileSync(join(IMAGES, name), 'utf8'));

/** As GitHub has it. */
const PAPER = { light: 'rgb(255, 255, 255)', dark: 'rgb(13, 17, 23)' };

function nothingIn(names: readonly string[]): { readonly [name: string]: readonly string[] } {
  return Object.fromEntries(names.map((name) => [name, []]));
}

describe('the pictures in the documents', function () {
  this.timeout(120_000);

  for (const scheme of ['light', 'dark'] as const) {
    const title = `have room for a wide font, and are legible where the page is ${scheme}`;
    if (browser === undefined) {
      it(`${title} (skipped: there is no chromium)`);
      continue;
    }
    it(title, () => {
      const pictures = measurePictures(browser, svgs, scheme);
      const faults = pictures.map((picture, index) => [
        names[index],
        [...crampedTexts(picture), ...faintTexts(picture, PAPER[scheme])],
      ]);
      expect(Object.fromEntries(faults)).to.deep.equal(nothingIn(names));
    });
  }
});
