// Every page of the console, with something on it: what the checks of all pages and the pictures go through.
import { TILL_SECRET, until } from "./moments.mjs";

/** Puts into Moments what makes no page of the set-up empty: a delivery in quarantine, and one that was used. */
export async function fill(moments) {
  const post = (body) => fetch(`${moments.address}/v1/senders/till`, {
    method: "POST", headers: { "x-till": TILL_SECRET, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  await post({ receipt: { no: "r-1" }, card: "ana" });
  await post({ receipt: {}, card: "", occurred_at: 7 });
  await moments.openCase("ana");
}

/** Lists the pages that an admin can open: a name and an address each. */
export async function allPages(moments) {
  const opened = await until(async () => (await moments.cases()).cases?.find((one) => one.customer === "id:ana"), "case of ana");
  const { cases } = await moments.cases();
  const taken = cases.find((one) => one.id !== opened.id) ?? opened;
  const week = isoWeek(new Date());
  return [
    ["today", "/"],
    ["cases", "/cases"],
    ["cases-overdue", "/cases?show=overdue"],
    ["cases-nothing", "/cases?q=nobody-has-this-name"],
    ["case", `/cases/${opened.id}`],
    ["case-demo", `/cases/${taken.id}`],
    ["customers", "/customers"],
    ["customers-nothing", "/customers?q=nobody-has-this-name"],
    ["journey", "/customers/id:ana"],
    ["journey-demo", "/customers/id:waffle-3"],
    ["journey-nothing", "/customers/id:nobody-has-this-name"],
    ["reports", "/reports"],
    ["report", `/reports/${week}`],
    ["report-details", `/reports/${week}?view=details`],
    ["report-by-channel", `/reports/${week}?by=channel`],
    ["moments", `/reports/${week}/moments?outcome=misery`],
    ["set-up", "/set-up"],
    ["key-public", "/set-up/keys/shop"],
    ["key-secret", "/set-up/keys/local"],
    ["quarantine", "/set-up/quarantine"],
    ["deliveries", "/set-up/deliveries"],
    ["audit", "/set-up/audit"],
    ["components", "/components"],
    ["playground", "/playground"],
    ["missing", "/no-such-page"],
    ["missing-case", "/cases/no-such-case"],
  ];
}

/** Lists the pages that need no session. */
export const PUBLIC_PAGES = [
  ["sign-in", "/sign-in"],
  ["sign-in-sent", "/sign-in/sent"],
  ["sign-in-link", "/sign-in/link?browser=x&until=1&seal=x"],
];

/** Returns the ISO week of a day, such as `2026-W48`. */
export function isoWeek(day) {
  const thursday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const week = Math.ceil(((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
