// What makes the pages pleasant; without it they work all the same.
"use strict";
(() => {
  // Unsaved text: kept in this browser per page and form, given back after a
  // reload or an expired session, gone once the form was taken. Only forms with
  // a long text, never passwords, and nothing for longer than a day.
  const DAY = 24 * 3600 * 1000;
  const keeps = (field) =>
    field.name && !field.name.startsWith("_") &&
    (field.tagName === "TEXTAREA" ||
      (field.tagName === "INPUT" && ["text", "date", "number", "email"].includes(field.type)));
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };
  for (const form of document.querySelectorAll("form[method=post]")) {
    const key = "draft:" + location.pathname + ":" + form.getAttribute("action");
    const fields = [...form.elements].filter(keeps);
    if (!fields.some((field) => field.tagName === "TEXTAREA")) continue;
    const kept = store.get(key);
    if (kept && Date.now() - kept.at < DAY) {
      for (const field of fields) {
        if (field.name in kept.fields && !field.value) field.value = kept.fields[field.name];
      }
    }
    form.addEventListener("input", () => {
      store.set(key, { at: Date.now(), fields: Object.fromEntries(fields.map((f) => [f.name, f.value])) });
    });
    form.addEventListener("submit", () => {
      try { sessionStorage.setItem("sent", JSON.stringify({ key, action: form.action })); } catch { /* forbidden */ }
    });
  }
  // A form was taken when the next page is another one: one that comes back, or
  // that asks to sign in, stands at the address it was sent to.
  try {
    const sent = JSON.parse(sessionStorage.getItem("sent"));
    if (sent) {
      sessionStorage.removeItem("sent");
      if (location.href !== sent.action && location.pathname !== "/sign-in") store.drop(sent.key);
    }
  } catch { /* forbidden */ }

  // `/` goes to the search field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("input[name=q]");
    if (search) { event.preventDefault(); search.focus(); }
  });

  // Files dropped on a form go into its file field.
  for (const input of document.querySelectorAll("input[type=file]")) {
    const form = input.form;
    if (!form) continue;
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      form.classList.remove("over");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // A page that asks for it (`data-live` on a part of it) shows what is new;
  // never while somebody types there.
  const live = document.querySelector("[data-live]");
  if (live && "EventSource" in window) {
    let first = true;
    const source = new EventSource("/live");
    source.addEventListener("folded", async () => {
      if (first) { first = false; return; }
      const at = document.activeElement;
      if (live.contains(at) && at.matches("input, textarea, select")) return;
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live]");
      if (fresh) live.replaceChildren(...fresh.childNodes);
    });
    addEventListener("pagehide", () => source.close());
  }
})();
