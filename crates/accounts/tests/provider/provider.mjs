// An identity provider for the tests: `oidc-provider`, a certified one, with a few
// people. Arguments: the folder of its package, and where it may send people back.
// It says `ready <port>` once it listens.
import { createRequire } from "node:module";
import { createServer } from "node:http";

const [folder, back] = process.argv.slice(2);
const { default: Provider } = await import(createRequire(folder + "/").resolve("oidc-provider"));

const people = {
  an: { email: "an@hanoi.example", email_verified: true, name: "Nguyễn Thị An", employee: "nguyen-thi-an" },
  binh: { email: "binh@hanoi.example", email_verified: true, name: "Trần Văn Bình" },
  cuong: { email: "cuong@hanoi.example", email_verified: false, name: "Lê Cường" },
  dung: { email: "dung@elsewhere.example", email_verified: true, name: "Phạm Dũng" },
  moi: { email: "moi@hanoi.example", email_verified: true, name: "Người Mới", preferred_username: "nguoi.moi" },
};
const client = (client_id, id) => ({
  client_id, client_secret: "bi-mat-" + client_id, redirect_uris: [`${back}/sign-in/with/${id}`],
  post_logout_redirect_uris: [`${back}/sign-in`],
});
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [client("dondoc", "city"), client("other", "other"), client("short", "short")],
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username", "employee"] },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    ttl: {
      AuthorizationCode: (_, __, client) => (client.clientId === "short" ? 1 : 60),
      AccessToken: 600, IdToken: 3600, Grant: 3600, Interaction: 600, Session: 3600,
    },
  });
  // A provider that was taken over, or errs: gives the token of another client.
  let theirs;
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== "/token" || !ctx.body?.id_token) return;
    if (ctx.oidc.client.clientId === "other") theirs = ctx.body.id_token;
    else if (theirs) [ctx.body.id_token, theirs] = [theirs, undefined];
  });
  server.on("request", provider.callback());
  console.log(`ready ${port}`);
});
