// Uses the emulator's console in Chromium: every page is accessible in light and in dark, the keyboard is enough, and live
// updates disturb nothing.
//
//   node console.mjs MODULES EMULATOR [IMAGES]
//
// EMULATOR is the program. IMAGES is a directory for pictures of all pages, wide and narrow.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { Account } from './account.mjs';
import { from, launch } from './browser.mjs';

const [, program, images] = process.argv.slice(2);
const axe = fs.readFileSync(from.resolve('axe-core/axe.min.js'), 'utf8');
const themes = ['light', 'dark'];
const widths = [1280, 400];
const browser = await launch();
const pipelineUrl = (name) => `/codesuite/codepipeline/pipelines/${name}/view?region=eu-west-1`;

async function open(account, address, theme = 'light', width = 1280) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await page.goto(account.url + address);
  return page;
}

const text = (page) => page.evaluate(() => document.body.innerText);
const shows = (page, words) => page.waitForFunction((each) => document.body.innerText.includes(each), { timeout: 10000 }, words);
const focused = (page) => page.evaluate(() => {
  const { activeElement: it } = document;
  return it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText;
});

// Presses Tab until the element with this name has the focus.
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page) ?? '').trim().startsWith(name)) return;
  }
  assert.fail(`Tab does not reach ${name}`);
}

// An account with something on every page: pending and available, waiting and failed, in two regions.
async function furnished() {
  const account = await Account.start(program);
  const connection = await account.connection('gitlab');
  await account.authorize(connection);
  await account.connection('a-pending-connection-by-its-name', 'us-east-1');
  await account.host('gitlab-on-our-own-servers');
  await account.pipeline('payments', connection);
  await account.pipeline('failing', connection);
  const { pipelineExecutionSummaries: [{ pipelineExecutionId: id }] } = await account.call(
    'codepipeline', 'ListPipelineExecutions', { pipelineName: 'failing' });
  const stop = { pipelineName: 'failing', pipelineExecutionId: id, abandon: true, reason: 'wrong version' };
  await account.call('codepipeline', 'StopPipelineExecution', stop);
  await account.control('faults', { operation: 'ListHosts', kind: 'slow', delay_ms: 40, times: 0 });
  await account.control('faults', { operation: 'GetPipeline', kind: 'throttle', after: 1, times: 3 });
  await account.call('codepipeline', 'GetPipeline', { name: 'payments' });
  await account.call('codepipeline', 'GetPipeline', { name: 'payments' }).catch(() => {});
  const home = await open(account, '/console/');
  const link = (name) => home.$eval(`::-p-xpath(//td/a[text()="${name}"])`, (each) => each.getAttribute('href'));
  const pending = await link('a-pending-connection-by-its-name');
  const available = await link('gitlab');
  await home.goto(`${account.url}/console/hosts`);
  const host = await link('gitlab-on-our-own-servers');
  await home.close();
  const execution = `/codesuite/codepipeline/pipelines/failing/executions/${id}/timeline?region=eu-west-1`;
  const pages = {
    connections: '/console/', 'no-connections': '/console/?region=sa-east-1', pending, available,
    question: `${pending}/handshake`, authorized: `${available}?done=authorized`,
    hosts: '/console/hosts', host, setup: `${host}/setup`,
    pipelines: '/console/pipelines', pipeline: pipelineUrl('payments'), stopped: pipelineUrl('failing'),
    execution, log: '/console/log', error: '/console/nothing',
  };
  return { account, pages };
}

const tests = {
  async 'every page is accessible in light and in dark, wide and narrow'() {
    const { account, pages } = await furnished();
    const found = [];
    for (const [name, address] of Object.entries(pages)) {
      for (const theme of themes) {
        for (const width of widths) {
          const page = await open(account, address, theme, width);
          await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => window.axe.run());
          for (const { id, impact, nodes } of violations.filter((each) => ['serious', 'critical'].includes(each.impact))) {
            found.push(`${name}, ${theme}, ${width}: ${impact} ${id} at ${nodes.map((node) => node.html).join(' ')}`);
          }
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (overflow > 0) found.push(`${name}, ${width}: the page is ${overflow} pixels too wide`);
          if (images) await page.screenshot({ path: path.join(images, `${name}-${theme}-${width}.png`), fullPage: true });
          await page.close();
        }
      }
    }
    assert.deepEqual(found, []);
  },

  async 'every page has a title, a language, landmarks and headings in order'() {
    const { account, pages } = await furnished();
    const titles = new Set();
    for (const [name, address] of Object.entries(pages)) {
      const page = await open(account, address);
      const outline = await page.evaluate(() => ({
        language: document.documentElement.lang,
        landmarks: ['header', 'nav', 'main'].filter((each) => document.querySelectorAll(each).length === 1),
        levels: [...document.querySelectorAll('h1, h2, h3')].map((each) => Number(each.tagName[1])),
        title: document.title,
      }));
      assert.equal(outline.language, 'en', name);
      assert.deepEqual(outline.landmarks, ['header', 'nav', 'main'], name);
      assert.equal(outline.levels.filter((level) => level === 1).length, 1, name);
      outline.levels.reduce((before, level) => {
        assert.ok(level <= before + 1, `${name}: ${outline.levels}`);
        return level;
      }, 0);
      assert.ok(outline.title.endsWith('CodePipeline emulator'), outline.title);
      titles.add(outline.title);
      await page.close();
    }
    // A filter and a message do not change a title.
    assert.equal(titles.size, Object.keys(pages).length - 2, [...titles].join('\n'));
  },

  async 'a connection is authorized with the keyboard'() {
    const { account, pages } = await furnished();
    const page = await open(account, pages.connections);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await tabTo(page, 'a-pending-connection');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await tabTo(page, 'Update pending connection');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await tabTo(page, 'Authorize');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await shows(page, 'You authorized the connection.');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'message');
    assert.ok((await text(page)).includes('AVAILABLE'));
    assert.ok(!page.url().includes('done='), 'a reload does not repeat the message');
  },

  async 'an execution is approved with a comment, with the keyboard'() {
    const { account } = await furnished();
    const page = await open(account, pipelineUrl('payments'));
    assert.ok((await text(page)).includes('Release payments to staging?'));
    await tabTo(page, 'Comment');
    await page.keyboard.type('Looks good');
    await tabTo(page, 'Approve Release');
    await page.keyboard.press('Enter');
    await shows(page, 'You approved the execution.');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'message');
    const { actionExecutionDetails } = await account.call(
      'codepipeline', 'ListActionExecutions', { pipelineName: 'payments' });
    const release = actionExecutionDetails.find((each) => each.actionName === 'Release');
    assert.equal(release.output.executionResult.externalExecutionSummary, 'Looks good');
  },

  async 'updates keep focus, typed text, open details and the scroll position'() {
    const { account } = await furnished();
    const page = await open(account, pipelineUrl('payments'));
    await page.$eval('#simulate', (each) => { each.open = true; });
    await page.type('textarea[name=comment]', 'not yet do');
    await page.evaluate(() => { window.isSame = true; scrollTo(0, 200); });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const position = await page.evaluate(() => scrollY);
    const rows = () => page.$$eval('[aria-label=Executions] tbody tr', (each) => each.length);
    const before = await rows();
    await account.control('events', { type: 'push', repository: 'acme/platform/payments-api', branch: 'main' });
    await page.waitForFunction(
      (count) => document.querySelectorAll('[aria-label=Executions] tbody tr').length > count, { timeout: 10000 }, before);
    await page.keyboard.type('ne, ');
    const after = await page.evaluate(() => ({
      text: document.querySelector('textarea[name=comment]').value,
      focus: document.activeElement.name,
      open: document.querySelector('#simulate').open,
      scroll: scrollY,
      isSame: window.isSame,
    }));
    assert.deepEqual(after, { text: 'not yet ne, do', focus: 'comment', open: true, scroll: position, isSame: true });
  },

  async 'a simulated push starts an execution without a reload'() {
    const { account } = await furnished();
    const page = await open(account, pipelineUrl('payments'));
    await page.evaluate(() => { window.isSame = true; });
    await tabTo(page, 'Simulate a GitLab event');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Simulate push');
    await page.keyboard.press('Enter');
    await shows(page, 'GitLab sent: push to main of acme/platform/payments-api.');
    assert.ok(/payments: execution \w{8} started\./.test(await text(page)), await text(page));
    assert.ok(await page.evaluate(() => window.isSame), 'the page was not loaded again');
    assert.ok(await page.$eval('#simulate', (each) => each.open));
    await page.$eval('form[data-key=push] input[name=branch]', (each) => { each.value = 'topic'; });
    await page.focus('form[data-key=push] button');
    await page.keyboard.press('Enter');
    await shows(page, 'None of its triggers matches the event.');
  },

  async 'a refused form says why and keeps what was typed'() {
    const { account } = await furnished();
    const page = await open(account, pipelineUrl('payments'));
    await page.$eval('#simulate', (each) => { each.open = true; });
    await page.$eval('form[data-key=tag] input[name=tag]', (each) => { each.value = ' '; });
    await page.focus('form[data-key=tag] button');
    await page.keyboard.press('Enter');
    await shows(page, "'tag' must be a string that is not empty");
    assert.equal(await page.$eval('#message', (each) => each.getAttribute('role')), 'alert');
    assert.equal(await page.$eval('form[data-key=tag] input[name=tag]', (each) => each.value), ' ');
  },

  async 'a fault is deleted with the keyboard'() {
    const { account, pages } = await furnished();
    const page = await open(account, pages.log);
    await tabTo(page, 'Delete fault 0, ListHosts');
    await page.keyboard.press('Enter');
    await shows(page, 'The fault is deleted.');
    assert.ok(!(await text(page)).includes('ListHosts'));
  },

  async 'live updates can be paused'() {
    const { account, pages } = await furnished();
    const page = await open(account, pages.connections);
    await tabTo(page, 'Pause live updates');
    await page.keyboard.press('Enter');
    await account.connection('while-paused');
    await new Promise((resolve) => { setTimeout(resolve, 4000); });
    assert.ok(!(await text(page)).includes('while-paused'));
    await page.keyboard.press('Enter');
    await shows(page, 'while-paused');
  },

  async 'pages and forms work without a script'() {
    const { account, pages } = await furnished();
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(account.url + pages.pipeline);
    await Promise.all([page.waitForNavigation(), page.click('button[aria-label="Approve Release"]')]);
    assert.ok((await page.content()).includes('You approved the execution.'));
    await page.click('#simulate summary');
    await Promise.all([page.waitForNavigation(), page.click('form[data-key=push] button')]);
    assert.ok((await page.content()).includes('GitLab sent: push to main'));
  },

  async 'arrows stand between stages, and no word is broken'() {
    const { account, pages } = await furnished();
    for (const width of widths) {
      const page = await open(account, pages.pipeline, 'light', width);
      const stages = await page.$$eval('.stage', (all) => all.map((stage) => ({
        arrow: getComputedStyle(stage, '::after').content !== 'none',
        left: stage.getBoundingClientRect().left,
        top: stage.getBoundingClientRect().top,
      })));
      assert.deepEqual(stages.map(({ arrow }) => arrow), [false, true, true, true]);
      const axis = width === 400 ? 'left' : 'top';
      assert.equal(new Set(stages.map((stage) => stage[axis])).size, 1, 'the stages stand in one line');
      const broken = await page.evaluate(() => {
        const words = [];
        const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          for (const match of texts.currentNode.data.matchAll(/[A-Za-z]+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, match.index);
            range.setEnd(texts.currentNode, match.index + match[0].length);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            if (lines.size > 1) words.push(match[0]);
          }
        }
        return words;
      });
      assert.deepEqual(broken, [], `${width}`);
      await page.close();
    }
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
Account.stopAll();
console.log(`console: ${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
