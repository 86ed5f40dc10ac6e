import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { insideTransaction } from "@/server/outbound";
import type { ProviderClient } from "@/server/sync/provider";
import { failure, type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { hubspot } from "./operations/provider";
import { sdkConfig } from "./operations/sdk";

let trial: HubSpotTrial;
let portal: number;
let client: ProviderClient;

beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());
beforeEach(async () => {
  trial.faults.reset();
  trial.calls.reset();
  trial.answers.length = 0;
  portal = trial.portal();
  trial.seed(portal, {
    companies: Array.from({ length: 150 }, (_, place) => ({ properties: { name: `C ${place}` } })),
  });
  client = await trial.connect(portal);
});

const secondsFrom = (at: number, { retryAt }: { retryAt: Date | null }) => ((retryAt?.getTime() ?? 0) - at) / 1_000;
const refusalOf = async (call: Promise<unknown>) =>
  await call.then(
    () => null,
    (error: { kind: string; retryAt: Date | null; message: string }) => error,
  );

it("the settings of the SDK: no retries, no limiter, no refresh token, our address", () => {
  const { middleware, ...settings } = sdkConfig("access", () => undefined);
  expect(settings).toEqual({ accessToken: "access", basePath: trial.url, numberOfApiCallRetries: 0 });
  expect(middleware).toHaveLength(1);
  expect(sdkConfig(undefined, () => undefined)).not.toHaveProperty("accessToken");
});

describe("too many calls", () => {
  it.each([
    ["30 s by the answer", { kind: "answer", status: 429, headers: { "retry-after": "30" } }, 30],
    ["the limit of ten seconds", { kind: "limit", policy: "TEN_SECONDLY_ROLLING" }, 10],
    ["the limit of a search, whose answer has no headers", { kind: "limit", policy: "SECONDLY" }, 1],
    ["the limit of the day", { kind: "limit", policy: "DAILY" }, 3_600],
    [
      "a wait of days, of which an hour is enough",
      { kind: "answer", status: 429, headers: { "retry-after": "999999" } },
      3_600,
    ],
  ] as const)("%s: one try, and the time to go on", async (_title, fault, seconds) => {
    trial.faults.add(fault);
    const before = trial.calls.counts().all;
    const began = Date.now();
    const refusal = await refusalOf(client.ids("companies", null));
    expect(refusal).toMatchObject(failure("limit"));
    const wait = secondsFrom(began, refusal ?? { retryAt: null });
    expect(wait).toBeGreaterThanOrEqual(seconds);
    expect(wait).toBeLessThan(seconds + 5);
    expect(trial.calls.counts().all).toBe(before + 1);
  });

  it("the calls that are left are in the headers of each answer", async () => {
    await client.ids("companies", null);
    const last = trial.answers.at(-1) ?? new Headers();
    expect(hubspot.allowance(last)).toEqual({ dayLimit: 100_000_000, dayLeft: expect.any(Number) });
    expect(hubspot.allowance(new Headers())).toEqual({ dayLimit: null, dayLeft: null });
  });
});

it("a token that ends in the middle is said so, and the next one goes on at the same place", async () => {
  const first = await client.changes("companies", null, ["name"]);
  trial.faults.add({ kind: "token dead", account: String(portal) });
  await expect(client.changes("companies", first.cursor, ["name"])).rejects.toMatchObject(failure("token"));
  const next = await trial.connect(portal);
  expect((await next.changes("companies", first.cursor, ["name"])).snapshots).toHaveLength(50);
});

it("a right that is missing is named", async () => {
  const weak = await trial.connect(portal, ["crm.objects.contacts.read"]);
  const refusal = await refusalOf(weak.ids("companies", null));
  expect(refusal).toMatchObject(failure("scope"));
  expect(refusal?.message).toContain("crm.objects.companies.read");
});

it.each([
  ["a failure of the service", { kind: "answer", status: 503 }, "unavailable"],
  [
    "a page of a proxy",
    { kind: "answer", status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad</h1>" },
    "unavailable",
  ],
  ["a connection that breaks", { kind: "lost" }, "unavailable"],
  ["a refusal that nobody knows", { kind: "answer", status: 418 }, "unknown"],
] as const)("%s", async (_title, fault, kind) => {
  trial.faults.add(fault);
  const before = trial.calls.counts().all;
  await expect(client.ids("companies", null)).rejects.toMatchObject(failure(kind));
  expect(trial.calls.counts().all).toBe(before + 1);
});

it("nothing is called inside a transaction", async () => {
  const before = trial.calls.counts().all;
  await expect(insideTransaction(() => client.ids("companies", null))).rejects.toThrow(/inside a transaction/);
  await expect(insideTransaction(() => hubspot.refresh("token"))).rejects.toThrow(/inside a transaction/);
  expect(trial.calls.counts().all).toBe(before);
});

describe("consent and tokens", () => {
  const redirect = "https://app.example/api/connections/hubspot/callback";
  const codeFor = () =>
    trial.crm.grants.codeFor({ account: String(portal), user: "u", scopes: ["oauth"], redirectUri: redirect });

  it("the address of the consent has the state, the rights and where to come back to", () => {
    const { origin, pathname, searchParams } = new URL(hubspot.consentUrl({ state: "s&1", redirect }));
    expect(`${origin}${pathname}`).toBe(`${trial.url}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: trial.keys.clientId,
      redirect_uri: redirect,
      state: "s&1",
      scope: expect.stringContaining("crm.schemas.deals.write"),
    });
    expect(searchParams.toString()).not.toContain(trial.keys.clientSecret);
  });

  it("a code gives tokens of its portal, once", async () => {
    const code = codeFor();
    const grant = await hubspot.exchange({ code, redirect });
    expect(grant).toMatchObject({
      remoteAccount: { id: String(portal), name: `portal${portal}.example` },
      scopes: ["oauth"],
    });
    expect(secondsFrom(Date.now(), { retryAt: grant.expiresAt })).toBeGreaterThan(1_700);
    await expect(hubspot.exchange({ code, redirect })).rejects.toMatchObject(failure("grant"));
  });

  it("a refresh gives another access token under the same refresh token", async () => {
    const { refreshToken, accessToken } = trial.grant(portal);
    const tokens = await hubspot.refresh(refreshToken);
    expect(tokens.refreshToken).toBe(refreshToken);
    expect(tokens.accessToken).not.toBe(accessToken);
  });

  it("a refresh token that is dead needs a person", async () => {
    const { refreshToken } = trial.grant(portal);
    trial.faults.add({ kind: "refresh dead", account: String(portal) });
    await expect(hubspot.refresh(refreshToken)).rejects.toMatchObject(failure("grant"));
  });

  it("a failure of the service is no dead refresh token", async () => {
    const { refreshToken } = trial.grant(portal);
    trial.faults.add({ kind: "answer", status: 500, path: "/oauth/v1/token" });
    await expect(hubspot.refresh(refreshToken)).rejects.toMatchObject(failure("unavailable"));
    expect((await hubspot.refresh(refreshToken)).refreshToken).toBe(refreshToken);
  });

  it("a token is revoked, and one that is revoked already does no harm", async () => {
    const { refreshToken } = trial.grant(portal);
    await hubspot.revoke(refreshToken);
    await expect(hubspot.refresh(refreshToken)).rejects.toMatchObject(failure("grant"));
    await hubspot.revoke(refreshToken);
    await hubspot.revoke("never-known");
  });

  it("without an app of the operator it cannot be connected", () => {
    const { HUBSPOT_APP_ID: id } = env;
    env.HUBSPOT_APP_ID = undefined;
    expect(hubspot.isAvailable()).toBe(false);
    expect(() => hubspot.consentUrl({ state: "s", redirect })).toThrow(/not set up/);
    env.HUBSPOT_APP_ID = id;
    expect(hubspot.isAvailable()).toBe(true);
  });
});
