import { describe, expect, it, onTestFinished } from "vitest";
import type { Options } from "../start";
import { bodyOf, hubspotServer } from "./client.fixture";

async function connected(options: Partial<Options> = {}) {
  const server = await hubspotServer(options);
  onTestFinished(() => server.stop());
  const portal = server.portal();
  return { ...server, portal, sdk: server.client(portal) };
}

const contacts = (count: number) => Array.from({ length: count }, (_, n) => ({ properties: { firstname: `N${n}` } }));
const LIMITS = { tenSeconds: 3, day: 5, searches: 2 };

describe("a limit", () => {
  it("of ten seconds answers 429 with its headers, and ends with them", async () => {
    const { sdk, clock } = await connected({ hubspot: { limits: LIMITS } });
    clock.hold(Date.parse("2026-06-01T00:00:01Z"));
    for (let n = 0; n < 3; n++) await sdk.crm.contacts.basicApi.getPage(1);
    const { code, body, headers } = await bodyOf(sdk.crm.contacts.basicApi.getPage(1));
    expect(code).toBe(429);
    expect(body).toMatchObject({ status: "error", errorType: "RATE_LIMIT", policyName: "TEN_SECONDLY_ROLLING" });
    expect(headers).toMatchObject({
      "x-hubspot-ratelimit-max": "3",
      "x-hubspot-ratelimit-remaining": "0",
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
      "x-hubspot-ratelimit-daily": "5",
    });
    clock.advance(10_000);
    await sdk.crm.contacts.basicApi.getPage(1);
  });

  it("of a day answers 429 DAILY until midnight", async () => {
    const { sdk, clock } = await connected({ hubspot: { limits: LIMITS } });
    clock.hold(Date.parse("2026-06-01T00:00:01Z"));
    for (let n = 0; n < 5; n++) {
      await sdk.crm.contacts.basicApi.getPage(1);
      clock.advance(10_000);
    }
    expect((await bodyOf(sdk.crm.contacts.basicApi.getPage(1))).body.policyName).toBe("DAILY");
    clock.hold(Date.parse("2026-06-02T00:00:00Z"));
    await sdk.crm.contacts.basicApi.getPage(1);
  });

  it("of searches answers 429 without headers, and each portal has its own", async () => {
    const { sdk, clock, client, portal } = await connected({ hubspot: { limits: LIMITS } });
    clock.hold(Date.parse("2026-06-01T00:00:01Z"));
    const search = () => sdk.crm.contacts.searchApi.doSearch({ limit: 1 });
    await search();
    await search();
    const { code, headers } = await bodyOf(search());
    expect(code).toBe(429);
    expect(Object.keys(headers).filter((name) => name.includes("ratelimit"))).toEqual([]);
    await client(4712).crm.contacts.searchApi.doSearch({ limit: 1 });
    expect(portal).not.toBe(4712);
    clock.advance(1_000);
    await search();
  });

  it.each(["TEN_SECONDLY_ROLLING", "DAILY", "SECONDLY"] as const)(
    "%s comes when a test asks for it",
    async (policy) => {
      const { sdk, faults } = await connected();
      faults.add({ kind: "limit", policy });
      expect(await bodyOf(sdk.crm.contacts.basicApi.getPage(1))).toMatchObject({
        code: 429,
        body: { policyName: policy },
      });
      await sdk.crm.contacts.basicApi.getPage(1);
    },
  );
});

describe("a failure on demand", () => {
  it("is for a path, a method and a number of requests, with its own headers and body", async () => {
    const { sdk, faults } = await connected();
    const body = { message: "slow down" };
    faults.add({
      kind: "answer",
      method: "POST",
      path: "/batch/create$",
      status: 503,
      headers: { "retry-after": "30" },
      body,
      times: 2,
    });
    await sdk.crm.contacts.basicApi.getPage(1);
    const create = () => sdk.crm.contacts.batchApi.create({ inputs: contacts(1) });
    const first = await bodyOf(create());
    expect(first).toMatchObject({ code: 503, body, headers: { "retry-after": "30" } });
    expect((await bodyOf(create())).code).toBe(503);
    expect((await create()).results).toHaveLength(1);
  });

  it("is a token that dies in the middle of a page", async () => {
    const { sdk, faults, seed, portal } = await connected();
    seed(portal, { contacts: contacts(3) });
    faults.add({
      kind: "answer",
      path: "/contacts$",
      status: 401,
      body: { category: "EXPIRED_AUTHENTICATION" },
      skip: 1,
    });
    const { paging } = await sdk.crm.contacts.basicApi.getPage(1);
    expect((await bodyOf(sdk.crm.contacts.basicApi.getPage(1, paging?.next?.after))).code).toBe(401);
    expect((await sdk.crm.contacts.basicApi.getPage(1, paging?.next?.after)).results).toHaveLength(1);
  });

  it("loses the answer after the work was done: by a broken connection or by a 500", async () => {
    const { sdk, faults, edit, portal } = await connected();
    faults.add({ kind: "lost", path: "/batch/create$" });
    faults.add({ kind: "lost", path: "/batch/create$", status: 500 });
    const create = () => sdk.crm.contacts.batchApi.create({ inputs: contacts(1) });
    await expect(create()).rejects.toThrow(/fetch failed/);
    expect(edit.all(portal, "contacts")).toHaveLength(1);
    expect((await bodyOf(create())).code).toBe(500);
    expect(edit.all(portal, "contacts")).toHaveLength(2);
  });

  it("ends access tokens, refresh tokens or a scope", async () => {
    const { sdk, faults, portal, client, grant, crm } = await connected();
    faults.add({ kind: "token dead", account: "4712" });
    await sdk.crm.contacts.basicApi.getPage(1);
    faults.add({ kind: "token dead", account: String(portal) });
    expect((await bodyOf(sdk.crm.contacts.basicApi.getPage(1))).code).toBe(401);
    const { refreshToken } = grant(portal);
    faults.add({ kind: "refresh dead" });
    expect(crm.grants.living(refreshToken)).toBeUndefined();
    const other = client(portal);
    faults.add({ kind: "scope missing", scope: "crm.objects.deals.read" });
    await other.crm.contacts.basicApi.getPage(1);
    expect((await bodyOf(other.crm.deals.basicApi.getPage(1))).body.category).toBe("MISSING_SCOPES");
  });

  it("repeats a page with its cursor", async () => {
    const { sdk, faults, seed, portal } = await connected();
    seed(portal, { contacts: contacts(5) });
    const page = (after?: string) => sdk.crm.contacts.basicApi.getPage(2, after);
    const first = await page();
    faults.add({ kind: "page repeated" });
    const second = await page(first.paging?.next?.after);
    expect(second).toEqual(first);
    const third = await page(second.paging?.next?.after);
    expect(third.results.map(({ id }) => id)).not.toEqual(first.results.map(({ id }) => id));
  });

  it("makes lists stale for some seconds; single records are not", async () => {
    const { sdk, faults, clock, portal, edit } = await connected();
    clock.hold(Date.parse("2026-06-01T00:00:00Z"));
    faults.add({ kind: "stale", seconds: 30 });
    const { id } = edit.create(portal, "contacts", { firstname: "New" });
    expect((await sdk.crm.contacts.basicApi.getPage(10)).results).toEqual([]);
    expect((await sdk.crm.contacts.searchApi.doSearch({ limit: 10 })).total).toBe(0);
    expect((await sdk.crm.contacts.basicApi.getById(id)).id).toBe(id);
    clock.advance(30_000);
    expect((await sdk.crm.contacts.basicApi.getPage(10)).results).toHaveLength(1);
  });

  it("has a clock of its own, which its answers name", async () => {
    const { url, clock } = await connected();
    clock.advance(2 * 60_000);
    const { headers } = await fetch(`${url}/crm/v3/owners`);
    const ahead = Date.parse(headers.get("date") ?? "") - Date.now();
    expect(ahead).toBeGreaterThan(60_000);
    expect(ahead).toBeLessThanOrEqual(2 * 60_000);
  });

  it("counts calls and records that were written, not what people do", async () => {
    const { sdk, calls, edit, portal } = await connected();
    await sdk.crm.contacts.batchApi.create({ inputs: contacts(2) });
    edit.create(portal, "contacts", { firstname: "By a person" });
    const counts = calls.counts();
    expect(counts).toMatchObject({ all: 1, writes: 2, written: { "contacts created": 2 } });
    expect(counts.byCall).toEqual({ "POST /crm/v3/objects/contacts/batch/create": 1 });
    calls.reset();
    expect(calls.counts()).toEqual({ all: 0, writes: 0, written: {}, byCall: {} });
  });
});
