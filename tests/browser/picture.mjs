// Takes the pictures of the emulator's console in the README.
//
//   node picture.mjs MODULES EMULATOR IMAGES
//
// EMULATOR is the program. IMAGES is the directory for console-light.png and console-dark.png.

import path from 'node:path';

import { Account } from './account.mjs';
import { launch } from './browser.mjs';

const [, program, images] = process.argv.slice(2);
const account = await Account.start(program);
const browser = await launch();
const connection = await account.connection('gitlab');
await account.authorize(connection);
await account.pipeline('payments', connection);
await account.control('events', { type: 'push', repository: 'acme/platform/payments-api', branch: 'main' });

for (const theme of ['light', 'dark']) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1340, height: 720, deviceScaleFactor: 1.5 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await page.goto(`${account.url}/codesuite/codepipeline/pipelines/payments/view?region=eu-west-1`);
  await page.waitForFunction(() => document.body.innerText.includes('Release payments'), { timeout: 20000 });
  await page.screenshot({ path: path.join(images, `console-${theme}.png`) });
}
await browser.close();
Account.stopAll();
