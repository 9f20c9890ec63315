// The browser kit: <script src="https://HOST/v1/moments.js" data-key="pk_…" async></script>
//   moments.touchpoint({touchpoint_type: "delivery", rating: {csat: 4}})   sends a touchpoint, and again until it is taken
//   <form data-moments …>                                                  is sent without leaving the page
//   data-zero                                                              tells where a visitor came from, once a tab
// Keeps what is not sent yet in local storage. Sets no cookie and knows nobody.
(() => {
  const { src, dataset } = document.currentScript;
  const address = new URL("touchpoints", src) + "?write_key=" + encodeURIComponent(dataset.key);
  const STORE = "moments", KEPT_MAX = 50, AGE_MAX = 3 * 864e5, AGAIN = [2e3, 1e4, 6e4];
  const waiting = {};
  let tries = 0, timer;

  const read = () => {
    try { return JSON.parse(localStorage[STORE]) } catch { return {} }
  };
  // Each change reads first: another tab may have changed it.
  const change = (id, item) => {
    const all = read();
    item ? (all[id] = item) : delete all[id];
    const ids = Object.keys(all).sort((a, b) => all[a].at - all[b].at);
    for (const old of ids) if (all[old].at < Date.now() - AGE_MAX || ids.indexOf(old) < ids.length - KEPT_MAX) delete all[old];
    try { localStorage[STORE] = JSON.stringify(all) } catch {}
  };
  // A text needs no question before it, and a form is taken as it is.
  const post = (item) => fetch(address, {
    method: "POST", body: item.body, keepalive: true, credentials: "omit",
    headers: { "content-type": item.form ? "application/x-www-form-urlencoded" : "text/plain", accept: "application/json" },
  });
  const send = async (id, item) => {
    try {
      const answer = await post(item);
      // Too early or too much: later. Anything else is an answer.
      if (answer.status < 500 && answer.status != 429 && answer.status != 408) {
        change(id);
        waiting[id]?.(await answer.json());
        delete waiting[id];
        tries = 0;
        return;
      }
    } catch {}
    clearTimeout(timer);
    timer = setTimeout(flush, AGAIN[Math.min(tries++, 2)]);
  };
  const flush = () => Object.entries(read()).forEach(([id, item]) => send(id, item));
  const keep = (id, body, form) => {
    const item = { at: Date.now(), body, form };
    change(id, item);
    return new Promise((done) => {
      waiting[id] = done;
      send(id, item);
    });
  };
  // A page that goes away sends by beacon what is not answered; the same id is never stored twice.
  addEventListener("pagehide", () => Object.keys(waiting).forEach((id) => {
    const item = read()[id];
    item && navigator.sendBeacon(address, item.form ? new URLSearchParams(item.body) : item.body);
  }));
  addEventListener("online", flush);

  const visitor = () => {
    try { return (sessionStorage[STORE] ||= crypto.randomUUID()) } catch { return crypto.randomUUID() }
  };
  const touchpoint = (said) => {
    const whole = { id: crypto.randomUUID(), occurred_at: new Date().toISOString(), ...said };
    whole.customer_id || whole.anonymous_id || (whole.anonymous_id = visitor());
    return keep(whole.id, JSON.stringify(whole));
  };

  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-moments]") || event.defaultPrevented) return;
    event.preventDefault();
    const said = new URLSearchParams(new FormData(form, event.submitter));
    said.has("id") || said.set("id", crypto.randomUUID());
    said.has("customer_id") || said.has("anonymous_id") || said.set("anonymous_id", visitor());
    said.delete("redirect");
    const answer = await keep(said.get("id"), said + "", 1);
    const name = answer.errors || answer.type ? "error" : "sent";
    if (!form.dispatchEvent(new CustomEvent("moments:" + name, { bubbles: true, cancelable: true, detail: answer }))) return;
    const output = form.querySelector("output") || form.appendChild(document.createElement("output"));
    output.textContent = name == "sent" ? form.dataset.moments || "✓" : (answer.errors || []).map((one) => one.message).join(" ") || answer.title;
    if (name == "sent") form.reset();
  });

  // The zero moment: what led somebody here. Hosts and campaigns, never whole addresses.
  const zero = () => {
    const query = new URLSearchParams(location.search), host = document.referrer && new URL(document.referrer).host;
    const properties = {};
    for (const [name, value] of query) if (/^utm_/.test(name)) properties[name] = value.slice(0, 100);
    if (host && host != location.host) properties.referrer = host;
    const paid = /^(cpc|ppc|cpm|paid|display)/.test(properties.utm_medium);
    const searched = /(^|\.)(google|bing|duckduckgo|ecosia|yahoo|baidu|yandex|qwant)\./.test(properties.referrer);
    if (Object.keys(properties).length && !sessionStorage[STORE + "0"]) {
      sessionStorage[STORE + "0"] = 1;
      touchpoint({ touchpoint_type: paid ? "ad_click" : searched ? "search" : "content_seen", properties });
    }
  };
  if ("zero" in dataset) try { zero() } catch {}
  window.moments = { touchpoint };
  flush();
})();
