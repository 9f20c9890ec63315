// How people get in with their company's own provider: a real one, on this machine.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, openPage } from "../harness/browser.mjs";
import { openIdentity } from "../harness/identity.mjs";
import { AGENT, Moments } from "../harness/moments.mjs";

let identity, moments, browser;
before(async () => {
  identity = await openIdentity();
  moments = await Moments.start({ issuer: identity.issuer });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
  await identity?.close();
});

const PROVIDER = /Waffle ID/;

/** A browser that reaches this machine only: the provider's own pages ask for letters of another company. */
async function visitor(options) {
  const page = await openPage(browser, moments, options);
  await page.context().route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
  return page;
}

/** Signs in at the provider, and agrees that Moments reads the address. */
async function signInThere(page, account) {
  await page.waitForURL(`${identity.issuer}/interaction/**`);
  await page.locator("[name=login]").fill(account);
  await page.locator("[name=password]").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a provider that does not answer is said so, and the page leads back", async () => {
  const page = await visitor();
  await page.goto("/sign-in");
  const [answer] = await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: PROVIDER }).click()]);
  assert.equal(answer.status(), 503);
  await page.getByText("not answering").waitFor();
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await page.waitForURL("**/sign-in");
  await page.context().close();
});

test("a listed person signs in with the provider and comes to the page that was asked for", async () => {
  identity.serve(moments.address);
  // It is left alone for ten seconds after it did not answer.
  await moments.restart((text) => text);
  const page = await visitor();
  await page.goto("/cases?show=overdue");
  await page.getByRole("link", { name: PROVIDER }).click();
  await signInThere(page, AGENT);
  await page.waitForURL("**/cases?show=overdue");
  await page.getByText("Eva", { exact: true }).waitFor();
  assert.deepEqual(page.complaints.filter((one) => !one.includes("ERR_FAILED")), []);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/");
  assert.match(page.url(), /\/sign-in/, "signed out here, whatever the provider remembers");
  await page.context().close();
});

test("somebody who is not listed, or whose address is not verified, is refused", async () => {
  for (const [account, words] of [["mallory@example.com", "not on the list"], [`unverified-${AGENT}`, "did not work"]]) {
    const page = await visitor();
    await page.goto("/sign-in");
    await page.getByRole("link", { name: PROVIDER }).click();
    await signInThere(page, account);
    await page.waitForURL("**/sign-in/provider/back**");
    await page.getByText(words).waitFor();
    await page.goto("/");
    assert.match(page.url(), /\/sign-in/, account);
    await page.context().close();
  }
});

test("what came back from the provider works once, and in the browser that went there", async () => {
  const [page, other] = [await visitor(), await visitor({ javaScriptEnabled: false })];
  let address;
  page.on("request", (request) => {
    if (request.url().includes("/sign-in/provider/back")) address = request.url();
  });
  await page.goto("/sign-in");
  await page.getByRole("link", { name: PROVIDER }).click();
  await signInThere(page, AGENT);
  await page.waitForURL(moments.address + "/");
  await other.goto("/sign-in");
  assert.equal((await other.goto(address)).status(), 403, "another browser");
  const changed = new URL(address);
  changed.searchParams.set("state", changed.searchParams.get("state").slice(0, -2));
  assert.equal((await page.goto(changed.href)).status(), 403, "another state");
  assert.equal((await page.goto(address)).status(), 403, "a second time");
  for (const one of [page, other]) await one.context().close();
});
