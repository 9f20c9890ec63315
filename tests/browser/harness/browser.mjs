// A real Chromium for the tests, headless. Visits pages of this machine only.
import { spawnSync } from "node:child_process";

import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

/** Finds a Chromium: `CHROMIUM` says which, otherwise by the names that systems give it. */
export function findChromium() {
  const candidates = process.env.CHROMIUM ? [process.env.CHROMIUM] : NAMES;
  const found = candidates.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);
  if (!found) throw new Error(`none of ${candidates.join(", ")} is there; on Debian: apt-get install chromium`);
  return spawnSync("sh", ["-c", `command -v "$0"`, found], { encoding: "utf8" }).stdout.trim();
}

/** Starts Chromium. As root, as in a container, it has no sandbox. */
export function openBrowser(options = {}) {
  return chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: false,
    args: ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
    ...options,
  });
}

/** Opens a page in a fresh profile; errors of its scripts and refusals of its policy are kept in `page.complaints`. */
export async function openPage(browser, moments, options = {}) {
  const context = await browser.newContext({ viewport: DESK, baseURL: moments.address, locale: "en-GB", ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    // A refused form is told by its status, which tests ask for.
    if (message.type() === "error" && !message.text().includes("the server responded with a status of")) page.complaints.push(message.text());
  });
  return page;
}

/** Signs in by one click, as on a laptop, and returns the page. */
export async function signedIn(browser, moments, email, options = {}) {
  const page = await openPage(browser, moments, options);
  await page.goto("/sign-in");
  await page.locator("form", { has: page.locator(`input[name=email][value="${email}"]`) }).getByRole("button").click();
  await page.waitForURL(moments.address + "/");
  return page;
}
