// The code flow by a client library of others, from discovery alone. It prints where the person is to
// be sent, reads the address she came back to, and prints what the agency then knows.
import { createInterface } from "node:readline/promises";
import * as oauth from "oauth4webapi";

const [issuer, clientId, secret, redirectUri] = process.argv.slice(2);
const local = { [oauth.allowInsecureRequests]: true };
const client = { client_id: clientId };
const authentication = oauth.ClientSecretBasic(secret);

const discovered = await oauth.discoveryRequest(new URL(issuer), local);
const server = await oauth.processDiscoveryResponse(new URL(issuer), discovered);
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const nonce = oauth.generateRandomNonce();

const authorization = new URL(server.authorization_endpoint);
for (const [name, value] of Object.entries({
  client_id: clientId, redirect_uri: redirectUri, response_type: "code", scope: "openid profile email",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  state, nonce,
})) authorization.searchParams.set(name, value);
say(authorization);

const lines = createInterface({ input: process.stdin });
const [cameBackTo] = await once(lines);
const parameters = oauth.validateAuthResponse(server, client, new URL(cameBackTo), state);
const answered = await oauth.authorizationCodeGrantRequest(
  server, client, authentication, parameters, redirectUri, verifier, local);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, answered, {
  expectedNonce: nonce, requireIdToken: true,
});
await oauth.validateApplicationLevelSignature(server, answered, local);
const claims = oauth.getValidatedIdTokenClaims(tokens);

const told = await oauth.userInfoRequest(server, client, tokens.access_token, local);
const person = await oauth.processUserInfoResponse(server, client, claims.sub, told);
say({ claims, person, before: await introspected() });

await oauth.processRevocationResponse(
  await oauth.revocationRequest(server, client, authentication, tokens.access_token, local));
say(await introspected());
lines.close();

async function introspected() {
  const answer = await oauth.introspectionRequest(server, client, authentication, tokens.access_token, local);
  return oauth.processIntrospectionResponse(server, client, answer);
}

async function once(reader) {
  for await (const line of reader) return [line];
}

function say(what) {
  console.log(JSON.stringify(what));
}
