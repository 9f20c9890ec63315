#!/usr/bin/env node
// Takes pictures. `node tests/browser/pictures.mjs target/debug/moments` takes those of the README; with a folder behind it, one of every
// page there, wide and narrow, light and dark, to be looked at. Checks nothing.
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { DESK, PHONE, openBrowser, openPage, signedIn } from "./harness/browser.mjs";
import { ADMIN, Moments } from "./harness/moments.mjs";
import { PUBLIC_PAGES, allPages, fill, isoWeek } from "./harness/pages.mjs";

const [program, folder, only] = process.argv.slice(2);
if (!program) {
  console.error("usage: node tests/browser/pictures.mjs PROGRAM [FOLDER [NAME]]");
  process.exit(2);
}
process.env.MOMENTS_PROGRAM = resolve(program);

const moments = await Moments.start({ demo: true });
const browser = await openBrowser();
try {
  await fill(moments);
  if (folder) await everyPage(folder);
  else await ofReadme(join(dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "pictures"));
} finally {
  await browser.close();
  await moments.stop();
}

async function everyPage(into) {
  await mkdir(into, { recursive: true });
  for (const [width, viewport] of [["wide", DESK], ["narrow", PHONE]]) {
    for (const colorScheme of ["light", "dark"]) {
      const inside = await signedIn(browser, moments, ADMIN, { viewport, colorScheme });
      const outside = await openPage(browser, moments, { viewport, colorScheme });
      const pages = [...(await allPages(moments)).map((one) => [inside, ...one]), ...PUBLIC_PAGES.map((one) => [outside, ...one])];
      for (const [page, name, path] of pages.filter(([, name]) => !only || name.startsWith(only))) {
        await page.goto(path);
        await page.waitForTimeout(name === "playground" ? 800 : 50);
        await page.screenshot({ path: join(into, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await inside.context().close();
      await outside.context().close();
    }
  }
}

async function ofReadme(into) {
  await mkdir(into, { recursive: true });
  const page = await signedIn(browser, moments, ADMIN, { viewport: { width: 1120, height: 700 }, colorScheme: "light" });
  const pages = Object.fromEntries(await allPages(moments));
  const lastWeek = isoWeek(new Date(Date.now() - 7 * 86_400_000));
  for (const [name, path] of [["today", "/"], ["case", pages.case], ["report", `/reports/${lastWeek}`]]) {
    await page.goto(path);
    // Sums of a report that nobody asked for yet are added up first.
    await page.locator("h1").waitFor();
    await page.screenshot({ path: join(into, `${name}.png`) });
  }
}
