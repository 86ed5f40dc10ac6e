// @module-tag once

import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { type TestMember, type TestWorkspace, testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { fillWorkspace } from "../full-workspace";
import { type Answer, call, rest, restRaw, signedIn, trpcRaw, withKey } from "./doors";
import { fingerprint } from "./rows";

let victim: { id: string; slug: string; accountId: string };
let own: TestWorkspace;
let owner: TestMember;
let account: { id: string };
let browser: Record<string, string>;
let key: Record<string, string>;
let before: Record<string, string>[];

const states = () => Promise.all([own.tenant.id, victim.id].map((id) => fingerprint(adminQuery, id)));
/** "Last used" of a key is written beside the request and is not a requested change. */
const settled = (rows: Record<string, string>[]) => rows.map(({ api_keys: _used, ...rest }) => rest);

beforeAll(async () => {
  const other = await testWorkspace();
  const { ids } = await fillWorkspace(await other.role("owner"));
  victim = { id: other.tenant.id, slug: other.tenant.slug, accountId: ids.account ?? "" };
  own = await testWorkspace();
  owner = await own.join("owner");
  account = await own.system.db.account.create({ data: { name: "Own", nameKey: "own", ownerId: owner.id } });
  browser = await signedIn(owner, own.tenant.slug);
  key = await withKey(own.tenant.id, owner, [...permissions]);
});
beforeEach(async () => {
  before = settled(await states());
});
// Whatever was refused here, nothing may have changed, in either workspace.
afterEach(async () => {
  expect(settled(await states())).toEqual(before);
});

/** The same act through both transports. */
const both = async (
  headers: Record<string, string>,
  act: {
    rest: [method: string, path: string, body?: unknown];
    trpc: ["query" | "mutation", name: string, input: unknown];
  },
): Promise<[Answer, Answer]> => {
  const [method, path, body] = act.rest;
  const [kind, name, input] = act.trpc;
  return [await rest(method, path, headers, body), await call(kind, name, headers, input)];
};
const reading = (id: string) => ({
  rest: ["GET", `/accounts/${encodeURIComponent(id)}`] as [string, string],
  trpc: ["query", "accounts.get", { id }] as ["query", string, unknown],
});
const renaming = (id: string, name: unknown) => ({
  rest: ["PATCH", `/accounts/${encodeURIComponent(id)}`, { version: 1, name }] as [string, string, unknown],
  trpc: ["mutation", "accounts.update", { id, version: 1, name }] as ["mutation", string, unknown],
});

describe("ids", () => {
  test("unknown, foreign and malformed ones get the same answer, in both doors, with session and key", async () => {
    const malformed = ["7", "../accounts", `${account.id}x`, "' or 1=1 --", "null", "%00"];
    for (const headers of [browser, key]) {
      const answers = new Set<string>();
      for (const id of [randomUUID(), victim.accountId, ...malformed]) {
        for (const act of [reading(id), renaming(id, "Taken")]) {
          for (const { status, code, details } of await both(headers, act)) {
            expect([status, code]).toEqual([404, "NOT_FOUND"]);
            answers.add(JSON.stringify(details ?? {}));
          }
        }
      }
      expect([...answers]).toEqual(["{}"]);
      const [unknown, foreign] = [
        await both(headers, renaming(randomUUID(), "T")),
        await both(headers, renaming(victim.accountId, "T")),
      ];
      expect(foreign.map(({ message }) => message)).toEqual(unknown.map(({ message }) => message));
    }
  });

  test("a foreign id to point to is not found either", async () => {
    for (const field of ["parentId", "ownerId"]) {
      for (const id of [victim.accountId, randomUUID()]) {
        const body = { name: "Child", [field]: id };
        const answers = await both(browser, {
          rest: ["POST", "/accounts", body],
          trpc: ["mutation", "accounts.create", body],
        });
        expect(answers.map(({ status, code }) => [status, code])).toEqual([
          [404, "NOT_FOUND"],
          [404, "NOT_FOUND"],
        ]);
      }
    }
  });
});

describe("input", () => {
  test("an invalid field is VALIDATION with path and reason, the same in both doors", async () => {
    const answers = await both(key, renaming(account.id, "   "));
    for (const { status, code, details } of answers) {
      expect([status, code]).toEqual([422, "VALIDATION"]);
      expect(details?.fields).toEqual([{ path: "name", message: "Type at least one character." }]);
    }
    const nested = { billingAddress: { city: 5 }, name: "Deep" };
    const deep = await both(key, {
      rest: ["POST", "/accounts", nested],
      trpc: ["mutation", "accounts.create", nested],
    });
    expect(deep.map(({ details }) => details?.fields?.[0]?.path)).toEqual([
      "billingAddress.city",
      "billingAddress.city",
    ]);
  });

  test("a day of the year 0, which no calendar of the database has, is VALIDATION", async () => {
    const given = { name: "Old", expectedCloseDate: "0000-01-01" };
    const answers = await both(key, {
      rest: ["POST", "/opportunities", given],
      trpc: ["mutation", "opportunities.create", given],
    });
    for (const { status, details } of answers) {
      expect(status).toBe(422);
      expect(details?.fields).toContainEqual({
        path: "expectedCloseDate",
        message: "Type a date such as 2026-11-30.",
      });
    }
  });

  test("more than a megabyte is refused by its declared length and while it streams", async () => {
    const text = JSON.stringify({ name: "x".repeat(1_100_000) });
    const stream = () => new Blob([text]).stream();
    const declared = await restRaw("/accounts", { method: "POST", headers: key, body: text });
    expect([declared.status, declared.code]).toEqual([413, "VALIDATION"]);
    const headers = { ...key, "content-type": "application/json" };
    const endless = { method: "POST", headers, body: stream(), duplex: "half" } as RequestInit;
    const streamed = await restRaw("/accounts", endless);
    expect([streamed.status, streamed.code, streamed.message]).toEqual([
      413,
      "VALIDATION",
      "This request is larger than 1000 kB. Send less at a time.",
    ]);
    const length = { ...headers, "content-length": "1100000" };
    const byLength = await trpcRaw("/api/trpc/accounts.create", { method: "POST", headers: length, body: "{}" });
    expect([byLength.status, byLength.code]).toEqual([413, "VALIDATION"]);
    const whileStreaming = await trpcRaw("/api/trpc/accounts.create", { ...endless, body: stream() } as RequestInit);
    expect([whileStreaming.status, whileStreaming.code]).toEqual([413, "VALIDATION"]);
  });

  test("a batch of eleven calls is refused", async () => {
    const batch = (size: number) => {
      const names = Array(size).fill("accounts.get").join(",");
      const input = Object.fromEntries(Array.from({ length: size }, (_, index) => [index, { id: account.id }]));
      return trpcRaw(`/api/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`, {
        headers: browser,
      });
    };
    expect((await batch(10)).status).toBe(200);
    expect((await batch(11)).status).toBe(400);
  });

  test("an address that is not there, a method that it does not take", async () => {
    for (const [method, path] of [
      ["GET", "/nothing"],
      ["PUT", "/nothing"],
      ["GET", "/"],
    ] as const)
      expect(await rest(method, path, key)).toMatchObject({ status: 404, code: "NOT_FOUND" });
    for (const method of ["DELETE", "PATCH"]) {
      const answer = await rest(method, "/accounts", key);
      expect(answer).toMatchObject({ status: 405, code: "VALIDATION" });
      expect(answer.headers.get("allow")).toBe("GET, HEAD, POST, PUT");
    }
  });
});

describe("callers", () => {
  const refused = (answers: Answer[]) => answers.map(({ status, code }) => [status, code]);
  const unauthenticated = [
    [401, "UNAUTHENTICATED"],
    [401, "UNAUTHENTICATED"],
  ];
  const notFound = [
    [404, "NOT_FOUND"],
    [404, "NOT_FOUND"],
  ];
  const forbidden = [
    [403, "FORBIDDEN"],
    [403, "FORBIDDEN"],
  ];

  test("no session, a forged one, a broken cookie, an unknown key", async () => {
    const workspace = { "x-workspace": own.tenant.slug };
    const cookie = browser.cookie ?? "";
    const callers = [
      {},
      workspace,
      { ...workspace, cookie: `${cookie.split("=")[0]}=forged` },
      { ...workspace, cookie: `${cookie.split("=")[0]}=%E0%A4%A` },
      { ...workspace, cookie: cookie.slice(0, -4) },
      { authorization: "Bearer tl_unknown" },
      { authorization: "Bearer " },
      // A sent key always counts, however its scheme is spelt: a cookie does not replace it.
      { ...browser, authorization: "bearer tl_unknown" },
    ];
    for (const headers of callers) {
      for (const act of [reading(account.id), renaming(account.id, "Taken")])
        expect(refused(await both(headers, act))).toEqual(unauthenticated);
    }
  });

  test("a workspace that one is not a member of does not exist; nor does one that is not named", async () => {
    for (const slug of [victim.slug, "no-such-workspace", "", "../..", "A B"]) {
      const headers = { ...browser, "x-workspace": slug };
      expect(refused(await both(headers, reading(account.id)))).toEqual(notFound);
      expect(refused(await both(headers, reading(victim.accountId)))).toEqual(notFound);
      expect(refused(await both(headers, renaming(victim.accountId, "Taken")))).toEqual(notFound);
    }
  });

  test("a key works in its own workspace only, whatever slug comes with it", async () => {
    const ours = await both({ ...key, "x-workspace": own.tenant.slug }, reading(account.id));
    expect(ours.map(({ status }) => status)).toEqual([200, 200]);
    for (const slug of [victim.slug, "no-such-workspace"])
      expect(refused(await both({ ...key, "x-workspace": slug }, reading(account.id)))).toEqual(notFound);
  });

  test("a key comes with the scheme in any case, as HTTP has it (RFC 9110, 11.1)", async () => {
    const [, secret = ""] = (key.authorization ?? "").split(" ");
    for (const authorization of [`bearer ${secret}`, `BEARER ${secret}`, `Bearer   ${secret}`]) {
      const answers = await both({ authorization }, reading(account.id));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
  });

  test("a key does what its scopes say, and not more than its member", async () => {
    const viewer = await own.join("viewer");
    before = settled(await states());
    const narrow = await withKey(own.tenant.id, owner, ["product:view"]);
    expect(refused(await both(narrow, reading(account.id)))).toEqual(forbidden);
    const wide = await withKey(own.tenant.id, viewer, [...permissions]);
    expect(refused(await both(wide, renaming(account.id, "Taken")))).toEqual(forbidden);
  });

  test("a removed member and a suspended workspace are out at the next request", async () => {
    const apart = await testWorkspace();
    const member = await apart.join("admin");
    const mine = await apart.system.db.account.create({ data: { name: "Mine", nameKey: "mine" } });
    const headers = await signedIn(member, apart.tenant.slug);
    const program = await withKey(apart.tenant.id, member, [...permissions]);
    const each = async (act: Parameters<typeof both>[1]) => [
      ...(await both(headers, act)),
      ...(await both(program, act)),
    ];
    expect((await each(reading(mine.id))).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rows = async () => (await fingerprint(adminQuery, apart.tenant.id)).accounts;
    const then = await rows();

    await apart.system.db.tenant.updateMany({ where: {}, data: { status: "suspended", suspendedReason: "unpaid" } });
    for (const act of [reading(mine.id), renaming(mine.id, "Taken")])
      expect(refused(await each(act))).toEqual([...forbidden, ...forbidden]);
    await apart.system.db.tenant.updateMany({ where: {}, data: { status: "active" } });
    expect((await each(reading(mine.id))).map(({ status }) => status)).toEqual([200, 200, 200, 200]);

    await apart.system.db.member.update({ where: { id: member.id }, data: { status: "removed" } });
    for (const act of [reading(mine.id), renaming(mine.id, "Taken")])
      expect(refused(await each(act))).toEqual([...notFound, ...unauthenticated]);
    expect(await rows()).toBe(then);
  });

  test("a change that another site made the browser send is refused", async () => {
    const act = renaming(account.id, "Taken");
    for (const from of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:3001" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      // Only a bearer key replaces the cookie.
      { origin: "https://evil.example", authorization: "Basic YTpi" },
    ])
      expect(refused(await both({ ...browser, ...from } as Record<string, string>, act))).toEqual(forbidden);
    const reads = await both({ ...browser, origin: "https://evil.example" }, reading(account.id));
    expect(reads.map(({ status }) => status)).toEqual([200, 200]);
  });

  test("a caller over the limit gets the time of the next attempt in a header", async () => {
    const person = { email: `${randomUUID()}@example.com` };
    const headers = { "x-forwarded-for": "198.51.100.77" };
    const ask = () => call("mutation", "auth.requestPasswordReset", headers, person);
    let answer = await ask();
    for (let again = 0; again < 10 && answer.status === 200; again++) {
      expect(answer.headers.get("retry-after")).toBeNull();
      answer = await ask();
    }
    expect(answer).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(answer.headers.get("retry-after")).toBe(String(answer.details?.retryAfter));
  });

  test("no answer is kept on its way, and each names its request", async () => {
    const answers = [
      ...(await both(browser, reading(account.id))),
      ...(await both(browser, reading(randomUUID()))),
      ...(await both({}, reading(account.id))),
    ];
    expect(new Set(answers.map(({ headers }) => headers.get("cache-control")))).toEqual(new Set(["no-store"]));
    expect(new Set(answers.map(({ headers }) => headers.get("x-request-id")?.length))).toEqual(new Set([36]));
  });

  test("a change cannot be sent as a query; a query may come by POST, and then changes nothing", async () => {
    const input = encodeURIComponent(JSON.stringify({ id: account.id, version: 1, name: "Taken" }));
    const asQuery = await trpcRaw(`/api/trpc/accounts.update?input=${input}`, { headers: browser });
    expect(asQuery.status).toBe(405);
    const headers = { ...browser, "content-type": "application/json" };
    const byPost = await trpcRaw("/api/trpc/accounts.get", { method: "POST", headers, body: `{"id":"${account.id}"}` });
    const byGet = await call("query", "accounts.get", browser, { id: account.id });
    expect([byPost.status, byPost.body]).toEqual([200, byGet.body]);
  });
});
