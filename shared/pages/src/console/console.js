// The console works without this file. It keeps a page fresh, adds keys, and marks all rows at once. Fetches nothing but pages of
// this site.
"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isTyping = (element) => element && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox";

  // An element with `data-poll` is asked for again. The server answers 304 while nothing has changed.
  const tags = new Map();
  const isBusy = (element) =>
    document.hidden || document.querySelector("dialog[open]") || (element.contains(document.activeElement) && isTyping(document.activeElement)) ||
    element.querySelector("input[type=checkbox]:checked") || all("input, textarea", element).some((field) => field.type !== "checkbox" && field.value !== field.defaultValue);

  // Where the focus is: the nearest part with a name, and which of what can be reached in it.
  const reached = (part) => part ? [part, ...all("a, button, input, select, textarea, summary", part)] : [];
  const place = (active, element) => {
    const part = element.contains(active) ? active.closest("[id]") : null;
    return part && element.contains(part) ? { id: part.id, at: reached(part).indexOf(active) } : null;
  };

  async function refresh(element) {
    if (!element.isConnected || isBusy(element)) return;
    const address = element.dataset.poll || location.href;
    const headers = tags.has(address) ? { "if-none-match": tags.get(address) } : {};
    const answer = await fetch(address, { headers, cache: "no-store", redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const isFirst = !tags.has(address);
    if (answer.headers.get("etag")) tags.set(address, answer.headers.get("etag"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = element.id && page.getElementById(element.id) || page.body;
    if (isBusy(element) || fresh.innerHTML === element.innerHTML) return;
    const focused = place(document.activeElement, element);
    const open = all("details[open][id]", element).map((details) => details.id);
    const known = new Set(all("li[id], tr[id]", element).map((row) => row.id));
    element.replaceChildren(...fresh.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) reached(document.getElementById(focused.id))[focused.at]?.focus({ preventScroll: true });
    if (!isFirst) for (const row of all("li[id], tr[id]", element)) if (!known.has(row.id)) row.classList.add("fresh");
  }
  for (const element of all("[data-poll]")) setInterval(() => refresh(element), 1000 * (Number(element.dataset.every) || 10));

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-all]")) for (const other of all(`input[name="${box.dataset.all}"]`)) other.checked = box.checked;
    if (box.matches("[data-submit]")) box.form.requestSubmit();
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy)?.textContent ?? "";
    await navigator.clipboard.writeText(text).catch(() => null);
    button.textContent = button.dataset.copied || button.textContent;
  });
  for (const element of all("[data-script]")) element.hidden = false;

  // Keys. `g` and a letter go somewhere; the others act on the rows of the page.
  const help = document.getElementById("keys");
  let isGoing = false;
  const move = (by) => {
    const links = all("main .rows .title a, main tbody th a");
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help?.open) return;
    const key = event.key;
    if (isGoing) {
      isGoing = false;
      const link = document.querySelector(`nav a[data-key="${CSS.escape(key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
    } else if (key === "g") {
      isGoing = true;
      setTimeout(() => { isGoing = false; }, 1500);
    } else if (key === "?") help?.showModal();
    else if (key === "/") {
      const search = document.querySelector("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") {
      const box = document.activeElement.closest("li, tr")?.querySelector("input[type=checkbox]");
      if (box) box.checked = !box.checked;
    }
  });
})();
