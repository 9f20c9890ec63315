// What holds for every page: accessible in light and dark, small, no wider than a phone, with a title, and never JSON for a person.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { PHONE, openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { ADMIN, Moments, VIEWER } from "../harness/moments.mjs";
import { PUBLIC_PAGES, allPages, fill } from "../harness/pages.mjs";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
/** Bytes of one page, with everything that it loads. */
const PAGE_BYTES_MAX = 100_000;

let moments, browser, pages;
before(async () => {
  moments = await Moments.start({ demo: true });
  await fill(moments);
  pages = await allPages(moments);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

/** Runs axe-core over a page as it is. The policy of the page would refuse its script; the debugger may. */
async function violations(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const asked = `axe.run(document, { resultTypes: ["violations"] }).then((found) => JSON.stringify(found.violations.map(({ id, nodes }) =>
    id + ": " + nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | "))))`;
  const { result } = await session.send("Runtime.evaluate", { expression: asked, awaitPromise: true, returnByValue: true });
  await session.detach();
  return JSON.parse(result.value);
}

for (const [colorScheme, viewport] of [["light", undefined], ["dark", PHONE]]) {
  test(`axe-core finds nothing on any page, ${colorScheme}${viewport ? ", on a phone" : ""}`, async () => {
    const options = { colorScheme, ...(viewport && { viewport }) };
    const [inside, outside] = [await signedIn(browser, moments, ADMIN, options), await openPage(browser, moments, options)];
    const found = [];
    for (const [page, name, path] of [...pages.map((one) => [inside, ...one]), ...PUBLIC_PAGES.map((one) => [outside, ...one])]) {
      const answer = await page.goto(path);
      await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
      found.push(...(await violations(page)).map((what) => `${name}: ${what}`));
      assert.match(answer.headers()["content-type"], /^text\/html/, name);
      if (!/\S · \S|^Moments/.test(await page.title())) found.push(`${name}: its title is ${await page.title()}`);
      if (await page.evaluate(() => !document.querySelector("link[rel=icon]"))) found.push(`${name}: it has no icon`);
      if (viewport && await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) found.push(`${name}: wider than a phone`);
    }
    assert.deepEqual([...found, ...inside.complaints, ...outside.complaints], []);
    await inside.context().close();
    await outside.context().close();
  });
}

test("no page is larger than 100 KB, and none loads anything from elsewhere", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  let loading = [];
  const elsewhere = [];
  page.on("response", (answer) => {
    if (answer.url().startsWith("data:")) return;
    if (!answer.url().startsWith(moments.address)) elsewhere.push(answer.url());
    // What follows what happens never ends.
    if (!answer.url().endsWith("/_local/feed")) loading.push(answer.body().then((body) => body.length, () => 0));
  });
  const sizes = [];
  for (const [name, path] of pages) {
    loading = [];
    await page.goto(path, { waitUntil: "load" });
    sizes.push([name, (await Promise.all(loading)).reduce((sum, bytes) => sum + bytes, 0)]);
  }
  assert.deepEqual(sizes.filter(([, bytes]) => bytes > PAGE_BYTES_MAX), []);
  assert.ok(sizes.every(([, bytes]) => bytes > 1_000), "they were counted");
  assert.deepEqual(elsewhere, []);
  await page.context().close();
});

test("whatever address a person opens, a page of the house answers", async () => {
  const [admin, viewer, nobody] = [
    await signedIn(browser, moments, ADMIN), await signedIn(browser, moments, VIEWER), await openPage(browser, moments),
  ];
  const missing = ["/nowhere", "/cases/nobody-1", "/cases/a/b/c", "/reports/2026-W99", "/reports/never", "/set-up/keys/none",
    "/customers/id:nobody", "/v1/nowhere", "/v2", "/sign-in/nowhere", "/_local/nowhere", "/%00", "/reports/2026-W48/nothing"];
  const found = [];
  for (const [who, page] of [["admin", admin], ["viewer", viewer], ["nobody", nobody]]) {
    for (const path of missing) {
      const answer = await page.goto(path);
      const type = answer.headers()["content-type"] ?? "";
      const words = await page.locator("body").innerText();
      if (!type.startsWith("text/html")) found.push(`${who} ${path}: ${answer.status()} ${type} ${words.slice(0, 60)}`);
      else if (who !== "nobody" && ![404, 403].includes(answer.status())) found.push(`${who} ${path}: ${answer.status()}`);
      else if (!(await page.getByRole("link").count())) found.push(`${who} ${path}: no way out`);
    }
  }
  assert.equal((await viewer.goto("/set-up")).status(), 403);
  assert.deepEqual(found, []);
  for (const page of [admin, viewer, nobody]) await page.context().close();
});

test("every link of the console leads to a page", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  // Of addresses of one kind a few stand for all.
  const kindOf = (url) => url.pathname.replace(/[0-9a-f]{16}-\d+|\d{4}-[WQ\d-]+|(?<=customers\/).+/g, "*") + [...url.searchParams.keys()].sort();
  const [seen, kinds, waiting, broken] = [new Set(), new Map(), ["/"], []];
  while (waiting.length && seen.size < 150) {
    const path = waiting.shift();
    const url = new URL(path, moments.address);
    const kind = kindOf(url);
    if (seen.has(url.href) || (kinds.get(kind) ?? 0) >= 3) continue;
    seen.add(url.href);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const answer = await page.request.get(url.href, { headers: { accept: "text/html,*/*;q=0.8" }, maxRedirects: 3 });
    const type = answer.headers()["content-type"] ?? "";
    if (!answer.ok()) broken.push(`${path}: ${answer.status()}`);
    if (!type.startsWith("text/html")) {
      const isFile = (answer.headers()["content-disposition"] ?? "").startsWith("attachment");
      if (!isFile && !/\.(json|csv)$/.test(url.pathname)) broken.push(`${path}: ${type}`);
      continue;
    }
    const html = await answer.text();
    for (const [, href] of html.matchAll(/<a [^>]*?href="([^"#][^"]*)/g)) {
      const next = new URL(href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), answer.url());
      if (next.origin === moments.address) waiting.push(next.pathname + next.search);
    }
  }
  assert.ok(seen.size > 40, `${seen.size} pages`);
  assert.deepEqual(broken, []);
  await page.context().close();
});
