// The service worker: shows what a push says, and opens its page. It keeps nothing
// and answers no requests of pages.
"use strict";
self.addEventListener("push", (event) => {
  let said;
  try { said = event.data.json(); } catch { return; }
  // The same notice twice replaces itself.
  event.waitUntil(self.registration.showNotification(said.title, {
    body: said.body, tag: said.tag, lang: said.lang, data: { url: said.url },
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(url.href));
});
