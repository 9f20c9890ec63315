#!/usr/bin/env node
// Measures five pages as on a slow phone: `node tests/browser/lighthouse.mjs target/release/moments`. Prints performance, accessibility and
// best practices of 100, and ends with 1 if one is below 95. Not a part of CI: figures of a busy machine say nothing.
import { resolve } from "node:path";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { findChromium } from "./harness/browser.mjs";
import { ADMIN, Moments } from "./harness/moments.mjs";
import { allPages, fill, isoWeek } from "./harness/pages.mjs";

const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
// A session works in the browser that it was made for, which is known by this.
const BROWSER = "Moments-Lighthouse/1";

const [program] = process.argv.slice(2);
if (!program) {
  console.error("usage: node tests/browser/lighthouse.mjs PROGRAM");
  process.exit(2);
}
process.env.MOMENTS_PROGRAM = resolve(program);

/** Signs in as a form does, and returns the cookie. */
async function sessionOf(moments) {
  const headers = { "user-agent": BROWSER };
  const asked = await fetch(`${moments.address}/sign-in`, { headers });
  const cookie = asked.headers.getSetCookie()[0].split(";")[0];
  const token = (await asked.text()).match(/name="token" value="([^"]+)"/)[1];
  const entered = await fetch(`${moments.address}/sign-in/local`, {
    method: "POST", redirect: "manual", headers: { ...headers, cookie }, body: new URLSearchParams({ token, email: ADMIN }),
  });
  return entered.headers.getSetCookie().find((line) => line.startsWith("moments-session=")).split(";")[0];
}

const moments = await Moments.start({ demo: true });
const chrome = await launch({ chromePath: findChromium(), chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
let isBelow = false;
try {
  await fill(moments);
  const pages = Object.fromEntries(await allPages(moments));
  const lastWeek = isoWeek(new Date(Date.now() - 7 * 86_400_000));
  const chosen = [["today", "/"], ["cases", "/cases"], ["case", pages.case], ["journey", pages["journey-demo"]], ["report", `/reports/${lastWeek}`]];
  const cookie = await sessionOf(moments);
  for (const [name, path] of chosen) {
    const found = await lighthouse(moments.address + path, {
      port: chrome.port, logLevel: "error", output: "json", onlyCategories: CATEGORIES, emulatedUserAgent: BROWSER, extraHeaders: { cookie },
    });
    const { categories, audits } = found.lhr;
    const scores = CATEGORIES.map((category) => Math.round(categories[category].score * 100));
    const kilobytes = Math.round(audits["total-byte-weight"].numericValue / 1000);
    console.log(`${name.padEnd(8)} ${CATEGORIES.map((category, at) => `${category} ${scores[at]}`).join(", ")}, ${kilobytes} KB`);
    for (const audit of Object.values(audits)) {
      const counts = CATEGORIES.some((category) => categories[category].auditRefs.some((ref) => ref.id === audit.id && ref.weight > 0));
      if (counts && audit.score !== null && audit.score < 0.9) console.log(`         ${audit.id}: ${audit.displayValue ?? audit.title}`);
    }
    isBelow ||= scores.some((score) => score < LEAST);
  }
} finally {
  await chrome.kill();
  await moments.stop();
}
process.exitCode = isBelow ? 1 : 0;
