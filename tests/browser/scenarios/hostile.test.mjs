// Hostile text in every field that a sender or a person can fill, through every page: it is shown as text, and the policy of the page is
// never even asked. A refusal of the policy or an error of a script fails the test.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { ADMIN, AGENT, Moments, until } from "../harness/moments.mjs";
import { allPages, fill } from "../harness/pages.mjs";

const HOSTILE = [
  `<img src=x onerror="window.ran=1">`,
  `"><svg onload="window.ran=1">`,
  `</script><script>window.ran=1</script>`,
  `' autofocus onfocus='window.ran=1`,
  `javascript:window.ran=1`,
  `{{constructor.constructor('window.ran=1')()}}`,
  `<style>*{display:none}</style>`,
  `<base href="https://elsewhere.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://elsewhere.example/">`,
  `=HYPERLINK("https://elsewhere.example/")`,
  `\u202eevil\u2066`,
];
const everything = HOSTILE.join(" ");
/** A word that a field of an identifier takes, hostile as well. */
const named = (index) => `${HOSTILE[index % HOSTILE.length]}${index}`;

let moments, browser;
before(async () => {
  moments = await Moments.start();
  browser = await openBrowser();
  await fill(moments);
  for (const [index, text] of HOSTILE.entries()) {
    const customer = named(index);
    await moments.send(
      {
        id: `${text}-1`, customer_id: customer, anonymous_id: `${text}-visitor`, touchpoint_type: "search", promise_id: text, segment: text,
        expectation: { [text.slice(0, 20)]: text.slice(0, 40), scoops: 2 }, content_url: "https://reviews.example/<script>",
        properties: { [text]: text, deep: { [text]: [text] } },
      },
      {
        id: `${text}-2`, customer_id: customer, touchpoint_type: "product_use", promise_id: text, perception: { scoops: 1 }, rating: { csat: 1 },
        comment: `${everything} Cold, and nobody cared.`, language: "en", staff: { id: text, team: text },
      },
      { id: `${text}-3`, customer_id: customer, touchpoint_type: "review", rating: { stars: 1 }, comment: everything, about: `${text}-2` },
    );
  }
  await until(async () => (await moments.cases()).cases?.length >= HOSTILE.length, "case of each");
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

/** Looks at a page: nothing ran, nothing was asked of the policy, and nothing came from elsewhere. */
async function assertHarmless(page, path) {
  const elsewhere = [];
  const note = (request) => { if (!request.url().startsWith(moments.address)) elsewhere.push(request.url()); };
  page.on("request", note);
  await page.goto(path);
  await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
  await page.waitForTimeout(50);
  page.off("request", note);
  assert.equal(await page.evaluate(() => window.ran), undefined, `${path}: a script ran`);
  assert.equal(page.url().startsWith(moments.address), true, `${path}: leads to ${page.url()}`);
  assert.deepEqual(elsewhere, [], `${path}: asks elsewhere`);
  assert.deepEqual(page.complaints, [], path);
  const odd = await page.evaluate(() => ({
    handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on"))).length,
    bases: document.querySelectorAll("base, meta[http-equiv=refresh], img[src=x]").length,
    links: [...document.querySelectorAll("a[href], form[action]")].map((one) => one.getAttribute("href") ?? one.getAttribute("action")).filter((to) => /^\s*(javascript|data):/i.test(to)),
    hidden: getComputedStyle(document.body).display,
  }));
  assert.deepEqual({ ...odd, hidden: odd.hidden !== "none" }, { handlers: 0, bases: 0, links: [], hidden: true }, path);
}

test("hostile text in every field runs nowhere", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  const cases = (await moments.cases()).cases;
  // Every page that there is, and those of hostile names.
  const paths = (await allPages(moments)).map(([, path]) => path);
  for (const [index, text] of HOSTILE.entries()) {
    const customer = encodeURIComponent(`id:${named(index)}`);
    paths.push(`/customers/${customer}`, `/customers?q=${encodeURIComponent(text)}`, `/cases?q=${encodeURIComponent(text)}`);
    paths.push(`/corrections?customer=${customer}&source=local&id=${encodeURIComponent(`${text}-2`)}&to=${encodeURIComponent(text)}`);
    paths.push(`/${encodeURIComponent(text)}`, `/sign-in?to=${encodeURIComponent(text)}`);
  }
  paths.push(...cases.slice(0, 4).map((one) => `/cases/${one.id}`));
  for (const path of new Set(paths)) await assertHarmless(page, path);
  await page.context().close();
});

test("hostile text that a person types comes back as text", async () => {
  const page = await signedIn(browser, moments, AGENT);
  const [one] = (await moments.cases()).cases;
  await page.goto(`/cases/${one.id}`);
  await page.locator("#contacted > summary").click();
  await page.locator("#note").fill(everything);
  await page.locator("#contacted").getByRole("button").click();
  await page.waitForURL("**/cases/*");
  await assertHarmless(page, `/cases/${one.id}`);
  const correct = `/corrections?customer=${encodeURIComponent(`id:${named(0)}`)}&source=local&id=${encodeURIComponent(`${HOSTILE[0]}-2`)}`;
  await page.goto(correct);
  await page.locator("#say").selectOption("outcome average");
  await page.locator("#reason").fill(everything.slice(0, 480));
  await page.getByRole("button", { name: "Correct this" }).click();
  await page.waitForURL("**/customers/*");
  await assertHarmless(page, correct);
  await page.context().close();
});

test("what a hostile address says is answered without repeating it as markup", async () => {
  const page = await openPage(browser, moments);
  for (const text of HOSTILE) {
    const answer = await fetch(`${moments.address}/v1/reports/${encodeURIComponent(text)}`, { headers: { authorization: "Bearer rk_local_of_these_tests", accept: "text/html" } });
    assert.ok(answer.status < 500);
    const body = await answer.text();
    if (answer.headers.get("content-type").startsWith("text/html")) assert.ok(!body.includes(text) || !/[<>]/.test(text), text);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
