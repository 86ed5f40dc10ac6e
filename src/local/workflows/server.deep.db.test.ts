import type { Inngest } from "inngest";
import { describe, expect, it } from "vitest";
import { hashedKey, signatureOf } from "@/local/workflows/signature";
import { endedRun, isForeign, newKeys, runsOf, startTested, type TestApp, testedServer, until } from "@/test/workflows";

const { server, serveFunctions } = testedServer();
const answering = (id: string, event: string, answer: unknown) => (client: Inngest) =>
  client.createFunction({ id, triggers: { event } }, () => answer);

describe("sync", () => {
  it("5: a PUT registers, a second one replaces what was there, the deploy id goes", async () => {
    const app = await serveFunctions((client) => [answering("first", "sync/first", 1)(client)], { register: false });
    expect(await app.sync("?deployId=d-17")).toEqual({
      status: 200,
      body: { message: "Successfully registered", modified: true },
    });
    expect((await app.sync("?deployId=d-18")).body.modified).toBe(false);
    const before = await app.send({ name: "sync/first" });
    expect(await endedRun(server, before.ids[0])).toMatchObject({ output: 1 });
    expect(app.calls.filter(({ method }) => method === "POST").map(({ query }) => query.has("deployId"))).toEqual([
      false,
    ]);
    app.replace([answering("second", "sync/second", 2)(app.client)]);
    expect((await app.sync()).body.modified).toBe(true);
    const { ids } = await app.send([{ name: "sync/first" }, { name: "sync/second" }]);
    expect(await endedRun(server, ids[1])).toMatchObject({ output: 2 });
    expect(await runsOf(server, ids[0])).toEqual([]);
  });

  it("6: a server of another kind than the app was asked for is told so", async () => {
    const app = await serveFunctions((client) => [answering("kind", "sync/kind", 1)(client)], { register: false });
    const { status, body } = await app.sync("", { "x-inngest-server-kind": "dev" });
    expect(body).toEqual({ message: "Expected server kind cloud, got dev", modified: false });
    // The vendor says so in the message only, and the SDK makes a success of it.
    expect(status).toBe(isForeign ? 200 : 400);
  });

  it.skipIf(isForeign)("refuses a field that it does not know, and keeps what it had", async () => {
    const app = await serveFunctions((client) => [answering("kept", "sync/kept", 1)(client)]);
    const body = await registrationOf(app, { surprise: true });
    expect(await register(body)).toMatchObject({ status: 400, error: expect.stringContaining("surprise") });
    for (const [field, value] of [
      ["triggers", [{ event: "sync/kept", expression: "event.data.id ==" }]],
      ["triggers", [{ cron: "every day" }]],
      ["triggers", [{ event: "sync/kept" }, { event: "sync/kept" }]],
      ["debounce", { period: "soon" }],
      ["steps", { step: { id: "step", name: "step", runtime: { type: "ws", url: app.url } } }],
      [
        "steps",
        { step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1:1/api/inngest" } } },
      ],
      ["singleton", { mode: "maybe" }],
    ] as const) {
      expect(await register(await registrationOf(app, { [field]: value })), field).toMatchObject({ status: 400 });
    }
    const { ids } = await app.send({ name: "sync/kept" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: 1 });
  });

  it("takes a registration under its signing key only", async () => {
    const app = await serveFunctions((client) => [answering("mine", "sync/mine", 1)(client)]);
    const body = await registrationOf(app, { triggers: [{ event: "sync/stolen" }] });
    expect((await posted(body, newKeys().signingKey)).status).toBe(401);
    const { ids } = await app.send([{ name: "sync/mine" }, { name: "sync/stolen" }]);
    expect(await endedRun(server, ids[0])).toMatchObject({ output: 1 });
    expect(await runsOf(server, ids[1])).toEqual([]);
  });
});

describe("signatures", () => {
  it("32: the app takes what is signed now, and nothing unsigned, changed, old, new or under another key", async () => {
    let ran = 0;
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "signed", triggers: { event: "sign/signed" } }, () => ++ran),
    ]);
    const { ids } = await app.send({ name: "sign/signed" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: 1 });
    const body = JSON.stringify({
      ctx: { run_id: "x" },
      event: { data: {}, name: "sign/signed" },
      events: [{ data: {}, name: "sign/signed" }],
      steps: {},
    });
    const key = server.keys.signingKey;
    expect(await post(app, body, signatureOf(body, key, Date.now() - 290_000))).toBe(200);
    expect(ran).toBe(2);
    expect(await post(app, body, undefined)).toBe(401);
    expect(await post(app, body.replace('"x"', '"y"'), signatureOf(body, key))).toBe(401);
    expect(await post(app, body, signatureOf(body, key, Date.now() - 301_000))).toBe(401);
    expect(await post(app, body, signatureOf(body, key, Date.now() + 305_000))).toBe(401);
    expect(await post(app, body, signatureOf(body, newKeys().signingKey))).toBe(401);
    expect(ran).toBe(2);
  });

  it("32: while a key is changed the app takes both, and registers under the one that the server has", async () => {
    const app = await serveFunctions(
      (client) => [answering("rotated", "sign/rotated", "rotated")(client)],
      { signingKeyFallback: server.keys.signingKey },
      { keys: { ...server.keys, signingKey: newKeys().signingKey } },
    );
    const { ids } = await app.send({ name: "sign/rotated" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: "rotated" });
  });

  it("takes events under its event key only", async () => {
    const app = await serveFunctions((client) => [answering("keyed", "sign/keyed", 1)(client)]);
    const answer = await fetch(`${server.url}/e/another-key`, { method: "POST", body: '[{"name":"sign/keyed"}]' });
    expect(answer.status).toBe(401);
    const { ids } = await app.send({ name: "sign/keyed" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: 1 });
    expect(app.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});

describe("schedules", () => {
  const [cron, everyMs] = isForeign
    ? (["TZ=Europe/Berlin * * * * *", 60_000] as const)
    : (["TZ=Europe/Berlin * * * * * *", 1_000] as const);

  it("26: a cron function hears its timer, once for each due time", async () => {
    const heard: { name: string; cron: string; at: number }[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "ticking", triggers: { cron } }, ({ event }) => {
        heard.push({ name: event.name, cron: String(event.data?.cron), at: event.ts ?? 0 });
      }),
    ]);
    await until(() => heard.length >= 1, 2 * everyMs);
    await app.sync();
    await until(() => heard.length >= 3, 3 * everyMs);
    expect(heard[0]).toMatchObject({ name: "inngest/scheduled.timer", cron });
    const times = heard.map(({ at }) => at).sort();
    expect(times).toEqual(times.map((_, index) => (times[0] ?? 0) + index * everyMs));
    app.replace([]);
  });

  it("refuses a schedule with seconds, as the vendor does", async () => {
    const strict = isForeign ? undefined : await startTested({ secondsInCron: false });
    try {
      const odd = (client: Inngest) => [
        client.createFunction({ id: "odd", triggers: { cron: "* * * * * *" } }, () => 1),
      ];
      const app = await serveFunctions(odd, { register: false }, strict);
      const { body } = await app.sync();
      expect(body.message).toMatch(isForeign ? "At least one function is invalid" : "five fields");
    } finally {
      await strict?.stop();
    }
  });
});

describe.skipIf(isForeign)("what it does not do", () => {
  it.each(["/v1/signals", "/v1/realtime/publish", "/v1/checkpoint/x/async", "/v1/runs/x/metadata"])(
    "answers 501 to %s",
    async (path) => {
      const headers = { authorization: `Bearer ${hashedKey(server.keys.signingKey)}` };
      const answer = await fetch(server.url + path, { method: "POST", body: "{}", headers });
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 501,
        body: { status: 501, error: expect.stringContaining(path) },
      });
    },
  );

  it("fails a run that asks for it, by its name", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "signal", triggers: { event: "no/signal" } }, ({ step }) =>
        step.waitForSignal("wait", { signal: "s", timeout: "1h" }),
      ),
      client.createFunction({ id: "fetch", triggers: { event: "no/fetch" } }, ({ step }) =>
        step.fetch("http://127.0.0.1:1/"),
      ),
    ]);
    const { ids } = await app.send([{ name: "no/signal" }, { name: "no/fetch" }]);
    const [signal, fetched] = [await endedRun(server, ids[0]), await endedRun(server, ids[1])];
    expect(signal).toMatchObject({ status: "Failed", error: { message: expect.stringMatching(/WaitForSignal.*501/) } });
    expect(fetched).toMatchObject({ status: "Failed", error: { message: expect.stringMatching(/Gateway.*501/) } });
  });
});

it.skipIf(isForeign)("fails a run that asks for what cannot be kept, and goes on with others", async () => {
  const app = await serveFunctions((client) => [
    client.createFunction({ id: "nul", triggers: { event: "bad/nul" } }, ({ step }) =>
      step.waitForEvent("wait", { event: "bad\0name", timeout: "1h" }),
    ),
    answering("good", "bad/good", "fine")(client),
  ]);
  await expect(app.send({ name: "bad/\0" })).rejects.toThrow(/400.*NUL/);
  const { ids } = await app.send([{ name: "bad/nul" }, { name: "bad/good" }]);
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Failed", error: { name: "InvalidReplyError" } });
  expect(await endedRun(server, ids[1])).toMatchObject({ output: "fine" });
});

it("hands a payload of more than 4 MB to an app that fetches it", async () => {
  const app = await serveFunctions((client) => [
    client.createFunction({ id: "large", triggers: { event: "large/steps" } }, async ({ step }) => {
      const parts: string[] = [];
      for (const n of [1, 2, 3]) parts.push(await step.run(`part ${n}`, () => String(n).repeat(2_000_000)));
      return parts.map((part) => part.length);
    }),
  ]);
  const { ids } = await app.send({ name: "large/steps" });
  expect(await endedRun(server, ids[0])).toMatchObject({ output: [2_000_000, 2_000_000, 2_000_000] });
});

async function post(app: TestApp, body: string, signature: string | undefined): Promise<number> {
  const headers = { "content-type": "application/json", ...(signature ? { "x-inngest-signature": signature } : {}) };
  const url = `${app.url}?fnId=${app.client.id}-signed&stepId=step`;
  return (await fetch(url, { method: "POST", body, headers })).status;
}

/** The app's registration with other fields in its first function. */
async function registrationOf(app: TestApp, fields: object): Promise<object> {
  const id = `${app.client.id}-kept`;
  const url = `${app.url}?fnId=${id}&stepId=step`;
  const step = { id: "step", name: "step", runtime: { type: "http", url } };
  const config = { id, name: "kept", triggers: [{ event: "sync/kept" }], steps: { step }, ...fields };
  return { url: app.url, appName: app.client.id, sdk: "js:v4.24.0", functions: [config] };
}

async function register(body: object): Promise<{ status: number; error?: string }> {
  return (await (await posted(body, server.keys.signingKey)).json()) as { status: number; error?: string };
}

function posted(body: object, key: string): Promise<Response> {
  const headers = { authorization: `Bearer ${hashedKey(key)}` };
  return fetch(`${server.url}/fn/register`, { method: "POST", body: JSON.stringify(body), headers });
}
