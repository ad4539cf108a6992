// Shows each drawing of drawings.json with Mermaid in Chromium, configured as GitLab configures it, in a light and in a dark
// theme. Fails if Mermaid refuses a drawing, or shows another text than the test wants.
//
//   node drawings.mjs MODULES [IMAGES]
//
// MODULES is a directory in which `npm install` has installed what package.json lists. IMAGES is one for the pictures. The
// environment variable CHROMIUM names another Chromium or Chrome, which other platforms than Linux need.

import fs from 'node:fs';
import path from 'node:path';

import { from, launch } from './browser.mjs';

const images = process.argv[3];
const drawings = JSON.parse(fs.readFileSync(new URL('../mermaid/drawings.json', import.meta.url), 'utf8'));

// Source: app/assets/javascripts/lib/mermaid.js of GitLab.
const configuration = (theme) => ({
  startOnLoad: false,
  theme,
  flowchart: { useMaxWidth: true, htmlLabels: true },
  secure: ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'htmlLabels'],
  securityLevel: 'strict',
});

const releases = ['mermaid', 'mermaid-10'];
const themes = [
  { name: 'light', theme: 'neutral', background: '#ffffff' },
  { name: 'dark', theme: 'dark', background: '#18171d' },
];

// In the page: draws, and returns the text that is shown.
async function draw(source, settings, background) {
  document.body.style.background = background;
  mermaid.initialize(settings);
  const { svg } = await mermaid.render('drawing', source);
  document.body.innerHTML = svg;
  const labels = document.querySelectorAll('foreignObject, text');
  const text = [...labels].map((label) => label.textContent).join(' ');
  return text.replace(/\u200b/g, '').replace(/\s+/g, ' ');
}

async function failure(page, drawing, look) {
  try {
    const text = await page.evaluate(draw, drawing.mermaid, configuration(look.theme), look.background);
    const missing = drawing.shows.filter((shown) => !text.includes(shown.replace(/\s+/g, ' ')));
    return missing.length ? `does not show ${JSON.stringify(missing)} but ${text}` : undefined;
  } catch (error) {
    return error.message;
  }
}

let [passed, failed] = [0, 0];
const browser = await launch();
for (const release of releases) {
  const script = path.join(path.dirname(from.resolve(`${release}/package.json`)), 'dist', 'mermaid.min.js');
  for (const look of themes) {
    for (const drawing of drawings) {
      const page = await browser.newPage();
      await page.setContent('<!doctype html><meta charset="utf-8"><body></body>');
      await page.addScriptTag({ path: script });
      const why = await failure(page, drawing, look);
      if (why) {
        failed += 1;
        console.error(`${drawing.name} with ${release}, ${look.name}: ${why}`);
      } else {
        passed += 1;
      }
      if (images) {
        const file = `${drawing.name}-${release}-${look.name}.png`;
        await page.screenshot({ path: path.join(images, file), fullPage: true });
      }
      await page.close();
    }
  }
}
await browser.close();
console.log(`drawings: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
