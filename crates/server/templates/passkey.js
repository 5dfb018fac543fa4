// Passkeys: asks this site for a challenge, lets the browser answer it, and sends
// the form with the answer. What is said to people comes from the page.
"use strict";
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const read = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      for (const known of options[name] || []) known.id = bytes(known.id);
    }
    return options;
  };
  const written = (made) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  };
  const ask = async (form) => {
    const words = form.dataset;
    if (!window.PublicKeyCredential) throw words.unsupported;
    if (location.origin !== words.origin) throw words.elsewhere;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(words.begin, { method: "POST", body });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw said.problem || words.failed;
    const publicKey = read(said);
    try {
      return await navigator.credentials[words.passkey]({ publicKey });
    } catch (error) {
      throw error.name === "InvalidStateError" ? words.known : words.cancelled;
    }
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const say = form.querySelector("[data-say]");
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      say.textContent = form.dataset.waiting;
      try {
        form.elements.credential.value = written(await ask(form));
        // The password was checked before the challenge was given.
        if (form.elements.password) form.elements.password.value = "";
        form.submit();
      } catch (problem) {
        say.textContent = typeof problem === "string" ? problem : form.dataset.failed;
        button.disabled = false;
        button.focus();
      }
    });
  }
})();
