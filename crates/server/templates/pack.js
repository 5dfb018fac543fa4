// Checks every figure of this page from what the file itself brings along.
"use strict";
(async () => {
  const pack = JSON.parse(document.getElementById("pack").textContent);
  const panel = document.createElement("div");
  panel.id = "checked";
  panel.setAttribute("role", "status");
  panel.textContent = pack.words.checking;
  document.body.prepend(panel);
  await new Promise((go) => setTimeout(go, 0));

  // SHA-256 (FIPS 180-4): here and not the browser's, so that a file opened from
  // a disk is checked in every browser.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const frac = (x) => Math.floor((x - Math.floor(x)) * 4294967296) | 0;
  const K = primes.map((p) => frac(Math.cbrt(p)));
  const H = primes.slice(0, 8).map((p) => frac(Math.sqrt(p)));
  const sha256 = (bytes) => {
    const length = bytes.length, padded = new Uint8Array(((length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 536870912));
    view.setUint32(padded.length - 4, (length << 3) >>> 0);
    const h = H.slice(), w = new Int32Array(64);
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const s = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const t = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + s) | 0; d = c; c = b; b = a; a = (s + t) | 0;
      }
      [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] = (h[i] + x) | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    h.forEach((x, i) => out.setInt32(4 * i, x));
    return new Uint8Array(out.buffer);
  };
  const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (b) => parseInt(b, 16));
  const base64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const utf8 = new TextEncoder();
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  };
  const troubles = [];

  // The checkpoint: origin, size, root; then who signed it.
  const [text] = pack.checkpoint.split("\n\n");
  const [, size, root64] = text.split("\n");
  const root = base64(root64);
  if (Number(size) !== pack.size || hex(root) !== pack.root) troubles.push("checkpoint: " + size);
  let signed = "unsigned";
  try {
    const line = pack.checkpoint.trimEnd().split("\n").pop();
    const signature = base64(line.split(" ").pop()).slice(4);
    for (const key of pack.keys) {
      const raw = base64(key.slice(-44)).slice(1);
      const imported = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
      const holds = await crypto.subtle.verify("Ed25519", imported, signature, utf8.encode(text + "\n"));
      signed = holds ? "signature" : signed === "signature" ? signed : "forged";
    }
  } catch { /* a browser without Ed25519: said below */ }
  if (signed === "forged") troubles.push(pack.words.forged);

  // Each entry leads to the root (RFC 9162, 2.1.3.2).
  const hashes = pack.hashes.map(unhex);
  const zero = Uint8Array.of(0), one = Uint8Array.of(1);
  const kinds = pack.entries.map(([header, index, path]) => {
    let node = sha256(join(zero, utf8.encode(header)));
    let at = index, last = pack.size - 1;
    for (const place of path) {
      if (last === 0) { node = zero; break; }
      if (at % 2 === 1 || at === last) {
        node = sha256(join(one, hashes[place], node));
        while (at % 2 === 0 && at !== 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else {
        node = sha256(join(one, node, hashes[place]));
      }
      at = Math.floor(at / 2); last = Math.floor(last / 2);
    }
    const entry = JSON.parse(header);
    if (last !== 0 || hex(node) !== hex(root) || entry.index !== index) troubles.push("#" + index);
    return entry;
  });

  // What each piece of work must have behind it to stand as it does.
  const needs = {
    "done-on-time": ["task.issued", "task.confirmed"], "done-late": ["task.issued", "task.confirmed"],
    "waiting": ["task.issued", "task.reported"], "suspended": ["task.issued", "task.suspended"],
    "late": ["task.issued"], "in-time": ["task.issued"],
  };
  const sound = pack.works.map(([name, outcome, entries]) => {
    const task = "task/" + name.split("/")[0];
    const there = new Set(entries.map((at) => kinds[at]).filter((e) => e.stream === task).map((e) => e.kind));
    const holds = (needs[outcome] || ["?"]).every((kind) => there.has(kind));
    if (!holds) troubles.push(name);
    return holds;
  });

  // Receipts: 18 characters, CRC-10/ATM over 80 bits, FNV-1a of the key.
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const mask = (1n << 64n) - 1n;
  const keyHash = (key) => {
    let h = 0xcbf29ce484222325n;
    for (const byte of utf8.encode(key)) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & mask;
    return Number(((h >> 34n) ^ (h & 0x3fffffffn)) & 0x3fffffffn);
  };
  const receiptHolds = (receipt, key) => {
    let bits = 0n;
    for (const c of receipt.replaceAll("-", "")) bits = bits * 32n + BigInt(letters.indexOf(c));
    let crc = 0;
    const message = bits >> 10n;
    for (let place = 79n; place >= 0n; place--) {
      const feedback = ((crc >> 9) & 1) ^ Number((message >> place) & 1n);
      crc = (crc << 1) & 0x3ff;
      if (feedback) crc ^= 0x233;
    }
    const own = Number((bits >> 10n) & 0x3fffffffn);
    // Two keys of one hash are told apart by the next free number.
    const apart = (own - keyHash(key) + 0x40000000) % 0x40000000;
    return Number(bits & 0x3ffn) === crc && Number((bits >> 40n) & 0x3ffffffn) === pack.size && apart < 64 && receipt.startsWith(pack.receipts);
  };

  const shown = new Map();
  for (const el of document.querySelectorAll("data[data-key]")) {
    if (!shown.has(el.dataset.key)) shown.set(el.dataset.key, []);
    shown.get(el.dataset.key).push(el);
  }
  let figures = 0;
  for (const [key, receipt, value, works] of pack.figures) {
    const outcomes = works.map((at) => pack.works[at][1]);
    const good = outcomes.filter((it) => it === "done-on-time").length;
    // A rate is of all that was done or is late, in tenths of a percent, half up.
    const count = key.endsWith("/on-time")
      ? Math.floor((good * 2000 + works.length) / (2 * works.length)) : works.length;
    const holds = count === value && works.every((at) => sound[at]) && receiptHolds(receipt, key);
    if (!holds) troubles.push(key + " " + receipt);
    for (const el of shown.get(key) || []) {
      const digits = Number(el.textContent.replace(/[^0-9]/g, ""));
      const same = digits === value && el.title.includes(receipt);
      if (!same) troubles.push(key + ": " + el.textContent);
      el.classList.add(holds && same ? "ok" : "wrong");
      shown.delete(key);
      figures++;
    }
  }
  // A figure on the page that nothing stands behind.
  for (const key of shown.keys()) troubles.push(key);

  const isGood = troubles.length === 0;
  panel.className = isGood ? "good" : "bad";
  panel.textContent = isGood ? pack.words.good : pack.words.bad + " " + troubles.slice(0, 12).join("; ");
  const more = document.createElement("small");
  more.textContent = [
    pack.words.figures + " " + figures, pack.words.entries + " " + pack.entries.length,
    pack.words[signed], pack.words.key + " " + pack.keys.join(" "),
  ].join(" · ");
  panel.append(more);
})();
