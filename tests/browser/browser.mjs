// The browser of the tests, and the packages in the directory of the first argument, in which `npm install` has installed
// what package.json lists. The environment variable CHROMIUM names another Chromium or Chrome, which other platforms than
// Linux need.

import { createRequire } from 'node:module';
import path from 'node:path';

const [modules] = process.argv.slice(2);
if (!modules) {
  console.error(`usage: node ${path.basename(process.argv[1])} MODULES …`);
  process.exit(2);
}

export const from = createRequire(path.resolve(modules, 'package.json'));
export const load = async (name) => (await import(from.resolve(name))).default;

export async function launch() {
  const chromium = await load('@sparticuz/chromium');
  const puppeteer = await load('puppeteer-core');
  return puppeteer.launch({
    args: chromium.args,
    executablePath: process.env.CHROMIUM ?? (await chromium.executablePath()),
    headless: 'shell',
    defaultViewport: { width: 1000, height: 800, deviceScaleFactor: 1 },
  });
}
