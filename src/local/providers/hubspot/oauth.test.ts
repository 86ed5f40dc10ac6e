import { Client } from "@hubspot/api-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, clientFor, type HubSpotServer, hubspotServer } from "./client.fixture";

const REDIRECT = "http://localhost:3000/back?from=hubspot";
const SCOPES = "oauth crm.objects.contacts.read";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

function consentUrl(more: Record<string, string> = {}): string {
  const asked = { client_id: server.keys.clientId, redirect_uri: REDIRECT, scope: SCOPES, state: "s t&te" };
  return `${server.url}/oauth/authorize?${new URLSearchParams({ ...asked, ...more })}`;
}

/** Where a person is led who answers so. */
async function answered(answer: string, { account = "4711", url = consentUrl(), origin = "" } = {}) {
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: origin === "" ? {} : { origin },
    body: new URLSearchParams({ account, answer }),
  });
  const location = response.headers.get("location");
  return { status: response.status, back: location === null ? undefined : new URL(location) };
}

async function newCode(): Promise<string> {
  return (await answered("allow")).back?.searchParams.get("code") ?? "";
}

const oauth = () => new Client({ basePath: server.url }).oauth;

function redeem(code: string, { redirectUri = REDIRECT, secret = server.keys.clientSecret } = {}) {
  return oauth().tokensApi.create("authorization_code", code, redirectUri, server.keys.clientId, secret);
}

const refresh = (token: string) =>
  oauth().tokensApi.create(
    "refresh_token",
    undefined,
    undefined,
    server.keys.clientId,
    server.keys.clientSecret,
    token,
  );

describe("the consent page", () => {
  it("lists the portals of the demo and the scopes, on a page that only this server's forms may use", async () => {
    const response = await fetch(consentUrl({ optional_scope: "crm.objects.owners.read" }));
    const text = await response.text();
    expect(response.status).toBe(200);
    for (const words of ["Halden Systems · portal 4711", "Birch &#38; Sons · portal 4712", "crm.objects.owners.read"])
      expect(text).toContain(words);
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self' http://localhost:3000");
  });

  it("leads back with a code and the state, or with the refusal", async () => {
    const { status, back } = await answered("allow");
    expect([status, back?.searchParams.get("from"), back?.searchParams.get("state")]).toEqual([
      303,
      "hubspot",
      "s t&te",
    ]);
    expect(back?.searchParams.get("code")).toMatch(/^[\w-]{32}$/);
    const refused = await answered("deny");
    expect(refused.back?.searchParams.get("error")).toBe("access_denied");
    expect(refused.back?.searchParams.get("state")).toBe("s t&te");
    expect(refused.back?.searchParams.has("code")).toBe(false);
  });

  it.each([
    ["another client", { client_id: "other" }],
    ["no address", { redirect_uri: "" }],
    ["an address that runs", { redirect_uri: "javascript:alert(1)" }],
    ["no scope", { scope: "" }],
    ["an unknown scope", { scope: "oauth everything" }],
  ])("refuses a link with %s and leads nowhere", async (_, more) => {
    expect((await fetch(consentUrl(more))).status).toBe(400);
    expect(await answered("allow", { url: consentUrl(more) })).toEqual({ status: 400, back: undefined });
  });

  it("refuses a form of another site, and an unknown account", async () => {
    expect(await answered("allow", { origin: "https://evil.example" })).toEqual({ status: 403, back: undefined });
    expect(await answered("allow", { origin: "null" })).toEqual({ status: 403, back: undefined });
    expect((await answered("allow", { account: "1" })).status).toBe(400);
  });
});

describe("a code", () => {
  it("is good once, with its own address, within 60 s", async () => {
    const code = await newCode();
    const tokens = await redeem(code);
    expect(tokens).toMatchObject({ tokenType: "bearer", expiresIn: 1_800 });
    expect(await bodyOf(redeem(code))).toMatchObject({ code: 400, body: { status: "BAD_AUTH_CODE" } });
    const elsewhere = redeem(await newCode(), { redirectUri: "http://localhost:3000/other" });
    expect((await bodyOf(elsewhere)).body.status).toBe("BAD_REDIRECT_URI");
    const late = await newCode();
    server.clock.advance(60_000);
    expect((await bodyOf(redeem(late))).body.status).toBe("BAD_AUTH_CODE");
    server.clock.release();
    const stranger = redeem(await newCode(), { secret: "other" });
    expect((await bodyOf(stranger)).body.status).toBe("BAD_CLIENT_SECRET");
  });
});

describe("tokens", () => {
  it("name the portal, the person and the scopes", async () => {
    const { accessToken } = await redeem(await newCode());
    const facts = await oauth().accessTokensApi.get(accessToken);
    expect(facts).toMatchObject({
      hubId: 4711,
      hubDomain: "halden.example",
      user: "mara.lindqvist@halden.example",
      scopes: SCOPES.split(" "),
      appId: 330_047,
    });
  });

  it("last 30 min; the refresh token stays the same and lasts until it is revoked", async () => {
    const first = await redeem(await newCode());
    const call = (token: string) => clientFor(server.url, token).crm.contacts.basicApi.getPage(1);
    server.clock.advance(30 * 60_000 - 1_000);
    await call(first.accessToken);
    server.clock.advance(1_000);
    expect(await bodyOf(call(first.accessToken))).toMatchObject({
      code: 401,
      body: { category: "EXPIRED_AUTHENTICATION" },
    });
    const second = await refresh(first.refreshToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    await call(second.accessToken);
    await oauth().refreshTokensApi.archive(first.refreshToken);
    expect(await bodyOf(refresh(first.refreshToken))).toMatchObject({
      code: 400,
      body: { status: "BAD_REFRESH_TOKEN" },
    });
    server.clock.release();
  });

  it("reach their own portal, and only for their scopes", async () => {
    const { accessToken } = await redeem(await newCode());
    const sdk = clientFor(server.url, accessToken);
    const create = sdk.crm.contacts.basicApi.create({ properties: { firstname: "Ada" } });
    expect(await bodyOf(create)).toMatchObject({
      code: 403,
      body: {
        category: "MISSING_SCOPES",
        errors: [{ context: { requiredGranularScopes: ["crm.objects.contacts.write"] } }],
      },
    });
    expect(server.edit.all(4711, "contacts")).toEqual([]);
    server.seed(4712, { contacts: [{ id: "1", properties: { firstname: "Other" } }] });
    expect((await bodyOf(sdk.crm.contacts.basicApi.getById("1"))).code).toBe(404);
    expect((await bodyOf(clientFor(server.url, "unknown").crm.contacts.basicApi.getPage(1))).code).toBe(401);
  });
});
