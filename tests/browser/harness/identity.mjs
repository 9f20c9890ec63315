// A real provider of OpenID Connect on this machine. Whoever signs in there is who the form says: an account is an e-mail address, and
// the provider has verified it unless it begins with `unverified`.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";

import Provider from "oidc-provider";

import { CLIENT, CLIENT_SECRET } from "./moments.mjs";

/** Takes a port, so that its address is known before it starts. */
export async function openIdentity() {
  let answer = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    /** Begins to answer, for a console at an address. */
    serve(address) {
      const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
      const provider = new Provider(issuer, {
        clients: [{ client_id: CLIENT, client_secret: CLIENT_SECRET, redirect_uris: [`${address}/sign-in/provider/back`] }],
        jwks: { keys: [{ ...key, kid: "one", use: "sig", alg: "RS256" }] },
        cookies: { keys: ["cookies-of-these-tests"] },
        claims: { openid: ["sub"], email: ["email", "email_verified"] },
        pkce: { required: () => true },
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({ sub: id, email: id.replace(/^unverified-/, ""), email_verified: !id.startsWith("unverified-") }),
        }),
      });
      answer = provider.callback();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
