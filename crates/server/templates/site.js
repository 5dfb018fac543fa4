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
  // A form was taken when its answer led on to another page: one that comes back, or
  // that asks to sign in, stands at the address it was sent to, and a page that is
  // opened again after the network was lost was led to by nobody.
  try {
    const sent = JSON.parse(sessionStorage.getItem("sent"));
    if (sent) {
      sessionStorage.removeItem("sent");
      const came = performance.getEntriesByType("navigation")[0];
      const isLedOn = !came || came.redirectCount > 0;
      if (isLedOn && location.href !== sent.action && location.pathname !== "/sign-in") store.drop(sent.key);
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
  const put = async (answer) => {
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) return;
    live.replaceChildren(...fresh.childNodes);
    if (answer.redirected) history.replaceState(null, "", answer.url);
  };
  if (live && "EventSource" in window) {
    let first = true;
    const source = new EventSource(live.dataset.live || "/live");
    const look = async () => {
      const at = document.activeElement;
      if (live.contains(at) && at.matches("input, textarea, select")) return;
      await put(await fetch(location.href));
    };
    source.addEventListener("folded", () => { if (first) first = false; else look(); });
    source.addEventListener("halls", look);
    addEventListener("pagehide", () => source.close());
  }

  // In the hall: pages turn without leaving full screen; arrows, the space bar and
  // presenters' remote controls turn them, `f` fills the screen.
  if (document.body.classList.contains("hall")) {
    document.addEventListener("submit", async (event) => {
      const form = event.target.closest("form[data-turn]");
      if (!form) return;
      event.preventDefault();
      const body = new URLSearchParams(new FormData(form, event.submitter));
      await put(await fetch(form.action, { method: "POST", body }));
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
      const onControl = event.target.closest("a, button");
      const turns = { ArrowRight: "after", PageDown: "after", ArrowLeft: "before", PageUp: "before" };
      if (!onControl) turns[" "] = "after";
      if (event.key === "f") document.documentElement.requestFullscreen?.();
      const turn = turns[event.key] && document.querySelector("[data-" + turns[event.key] + "]");
      if (turn) { event.preventDefault(); turn.click(); }
    });
  }

  // A conclusion is read while it is typed: what was found shows beside it, and
  // fills the fields that nobody filled by hand.
  const sentence = document.querySelector("textarea[data-recognise]");
  if (sentence) {
    const form = sentence.form;
    const found = form.querySelector("[data-found]");
    const fields = ["leads", "coordinating", "product", "deadline"].map((name) => form.elements[name]);
    for (const field of fields) field.addEventListener("input", () => { field.dataset.own = "yes"; });
    for (const field of fields) if (field.value) field.dataset.own = "yes";
    let timer, asked = 0;
    sentence.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const turn = ++asked;
        const body = new URLSearchParams([["_token", form.elements._token.value], ["text", sentence.value]]);
        const answer = await fetch(sentence.dataset.recognise, { method: "POST", body });
        if (!answer.ok || turn !== asked) return;
        const read = await answer.json();
        found.replaceChildren(...read.found.map(([name, value]) => {
          const item = document.createElement("li"), tag = document.createElement("span");
          tag.className = "tag s-in-time";
          tag.textContent = name + ": " + value;
          item.append(tag);
          return item;
        }));
        const free = (field) => !field.dataset.own && field !== document.activeElement;
        for (const field of fields) if (free(field)) field.value = read[field.name];
      }, 250);
    });
  }

  // Notices to this browser: the form of the settings subscribes it.
  const push = document.querySelector("form[data-push]");
  if (push && "serviceWorker" in navigator && "PushManager" in window) {
    const button = push.querySelector("button");
    const said = push.querySelector("[role=status]");
    button.disabled = false;
    push.addEventListener("submit", async (event) => {
      if (push.dataset.ready) return;
      event.preventDefault();
      button.disabled = true;
      try {
        if (await Notification.requestPermission() !== "granted") throw new Error("denied");
        const worker = await navigator.serviceWorker.register("/sw.js");
        await navigator.serviceWorker.ready;
        const known = await worker.pushManager.getSubscription();
        // One made with another key of this site is of no use.
        if (known) await known.unsubscribe();
        const asked = worker.pushManager.subscribe({
          userVisibleOnly: true, applicationServerKey: push.dataset.push,
        });
        // Where the browser's own push service cannot be reached, some ask for ever.
        const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), 20_000));
        const made = await Promise.race([asked, late]);
        const { endpoint, keys } = made.toJSON();
        push.elements.endpoint.value = endpoint;
        push.elements.key.value = keys.p256dh;
        push.elements.auth.value = keys.auth;
        push.dataset.ready = "yes";
        push.submit();
      } catch (failure) {
        button.disabled = false;
        said.textContent = failure.message === "denied" ? push.dataset.denied : push.dataset.failed;
      }
    });
  }

  // A slider says its value while it is moved, and shows the page when it is let go.
  for (const slider of document.querySelectorAll(".filters input[type=range]")) {
    const said = document.querySelector(`output[for=${slider.id}]`);
    slider.addEventListener("input", () => { if (said) said.textContent = slider.value; });
    slider.addEventListener("change", () => slider.form.requestSubmit());
  }

  // The map month by month: arrows grow and fade with what moved along them. Who
  // wants less motion steps by hand. The same months stand as links beside it.
  const player = document.querySelector(".player[data-frames]");
  const drawn = document.querySelector(".map svg");
  if (player && drawn) {
    const { months, arrows } = JSON.parse(player.dataset.frames);
    const lines = [...drawn.querySelectorAll(".arrow")];
    const words = [...drawn.querySelectorAll(".words")];
    const whole = words.map((it) => it.textContent);
    const widths = lines.map((it) => it.getAttribute("stroke-width"));
    const most = Math.max(1, ...arrows.flat());
    const [button, status] = [player.querySelector("button"), player.querySelector("output")];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const label = calm ? player.dataset.step : player.dataset.play;
    let at = -1;
    let timer = 0;
    const show = () => {
      lines.forEach((line, i) => {
        const n = at < 0 ? null : arrows[i]?.[at] ?? 0;
        line.classList.toggle("still", n === 0);
        line.setAttribute("stroke-width", n === null ? widths[i] : Math.round(1 + 5 * Math.sqrt(n / most)));
        if (!words[i]) return;
        words[i].classList.toggle("still", n === 0);
        words[i].textContent = n === null ? whole[i] : n;
      });
      status.textContent = at < 0 ? "" : months[at];
    };
    const stop = () => { clearInterval(timer); timer = 0; button.textContent = label; };
    const step = () => {
      at += 1;
      if (at >= months.length) { at = -1; stop(); }
      show();
    };
    button.addEventListener("click", () => {
      if (calm) return step();
      if (timer) return stop();
      status.setAttribute("aria-live", "off");
      button.textContent = player.dataset.stop;
      timer = setInterval(step, 900);
      step();
    });
    button.textContent = label;
    player.hidden = false;
  }
})();
