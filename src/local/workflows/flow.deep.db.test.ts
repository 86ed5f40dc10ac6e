import { describe, expect, it } from "vitest";
import {
  allTaken,
  endedRun,
  type Functions,
  gate,
  isForeign,
  marker,
  runsOf,
  testedServer,
  until,
} from "@/test/workflows";

const { server, serveFunctions: serveAlone } = testedServer();
const serveFunctions = (make: Functions) => serveAlone((client) => [...make(client), marker(client)]);

describe("concurrency", () => {
  it("30: one at a time by key; another key is not kept waiting", async () => {
    const busy = new Map<string, number>();
    let most = 0;
    // Each key's work continues once the other's has started too.
    const arrive = { a: () => {}, b: () => {} };
    const there = {
      a: new Promise<void>((resolve) => (arrive.a = resolve)),
      b: new Promise<void>((resolve) => (arrive.b = resolve)),
    };
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "keyed", triggers: { event: "limit/keyed" }, concurrency: { limit: 1, key: "event.data.tenant" } },
        async ({ event, step }) => {
          const tenant = event.data.tenant === "a" ? "a" : "b";
          const work = async () => {
            busy.set(tenant, (busy.get(tenant) ?? 0) + 1);
            most = Math.max(most, busy.get(tenant) ?? 0);
            arrive[tenant]();
            await there[tenant === "a" ? "b" : "a"];
            busy.set(tenant, (busy.get(tenant) ?? 0) - 1);
          };
          await step.run("one", work);
          await step.run("two", work);
        },
      ),
    ]);
    const { ids } = await app.send(
      ["a", "a", "a", "b", "b"].map((tenant) => ({ name: "limit/keyed", data: { tenant } })),
    );
    for (const id of ids) expect(await endedRun(server, id)).toMatchObject({ status: "Completed" });
    expect(most).toBe(1);
  });

  it("30: a sleeping run gives its place away", async () => {
    const begun: number[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "sleepy",
          triggers: { event: "limit/sleepy" },
          concurrency: 1,
          cancelOn: [{ event: "limit/wake" }],
        },
        async ({ event, step }) => {
          await step.run("begin", () => begun.push(event.data.n));
          await step.sleep("nap", "1h");
        },
      ),
    ]);
    const { ids } = await app.send([1, 2].map((n) => ({ name: "limit/sleepy", data: { n } })));
    await until(() => begun.length === 2);
    await app.send({ name: "limit/wake" });
    for (const id of ids) expect(await endedRun(server, id)).toMatchObject({ status: "Cancelled" });
    expect(begun.sort()).toEqual([1, 2]);
  });

  it("30: a run that is cancelled or fails gives its place away", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "failing",
          triggers: { event: "limit/failing" },
          concurrency: { limit: 1, scope: "account", key: `"limit/failing"` },
          retries: 0,
        },
        ({ event }) => {
          if (event.data.n === 1) throw new Error("first");
          return event.data.n;
        },
      ),
    ]);
    const { ids } = await app.send([1, 2, 3].map((n) => ({ name: "limit/failing", data: { n } })));
    expect((await endedRun(server, ids[0])).status).toBe("Failed");
    expect((await endedRun(server, ids[2])).output).toBe(3);
  });
});

describe("delayed runs", () => {
  it("idempotency: one run for a key", async () => {
    const ran: number[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "once", triggers: { event: "flow/once" }, idempotency: "event.data.order" },
        ({ event }) => ran.push(event.data.n),
      ),
    ]);
    // The vendor handles events of one call in any order.
    const { ids: first } = await app.send({ name: "flow/once", data: { order: "a", n: 1 } });
    await endedRun(server, first[0]);
    const { ids } = await app.send([
      { name: "flow/once", data: { order: "a", n: 2 } },
      { name: "flow/once", data: { order: "b", n: 3 } },
    ]);
    await endedRun(server, ids[1]);
    await allTaken(server, app);
    expect(await runsOf(server, ids[0])).toEqual([]);
    expect(ran.sort()).toEqual([1, 3]);
  });

  it("29: a batch goes when it is full, and when its time is over", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "batch", triggers: { event: "flow/batch" }, batchEvents: { maxSize: 3, timeout: "1s" } },
        ({ events }) => events.map((event: { data: { n: number } }) => event.data.n),
      ),
    ]);
    const { ids } = await app.send([1, 2, 3, 4].map((n) => ({ name: "flow/batch", data: { n } })));
    const runs = await until(async () => {
      const found = (await Promise.all(ids.map((id) => runsOf(server, id)))).flat();
      return found.length === 2 && found.every(({ ended_at }) => ended_at !== null) && found;
    });
    const batches = runs.map(({ output }) => output as number[]).sort((a, b) => b.length - a.length);
    expect(batches.map(({ length }) => length)).toEqual([3, 1]);
    expect(batches.flat().sort()).toEqual([1, 2, 3, 4]);
  });

  it("31: debounce takes the last", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "calm", triggers: { event: "flow/calm" }, debounce: { period: "1s", key: "event.data.key" } },
        ({ event }) => event.data.n,
      ),
    ]);
    const { ids } = await app.send([1, 2, 3].map((n) => ({ name: "flow/calm", data: { n, key: n < 3 ? "a" : "b" } })));
    const runs = await until(async () => {
      const found = (await Promise.all(ids.map((id) => runsOf(server, id)))).flat();
      return found.length === 2 && found.every(({ ended_at }) => ended_at !== null) && found;
    });
    // Only our engine guarantees which event of one `send` comes last.
    const last = isForeign ? expect.toBeOneOf([1, 2]) : 2;
    expect(runs.map(({ output }) => output).sort()).toEqual([last, 3]);
  });

  it("31: a rate limit drops what is too much: more at once than a tenth of it, and one", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "rated",
          triggers: { event: "flow/rated" },
          rateLimit: { limit: 10, period: "1h", key: "event.data.key" },
        },
        ({ event }) => event.data.key,
      ),
    ]);
    const { ids } = await app.send(["a", "a", "a", "b"].map((key) => ({ name: "flow/rated", data: { key } })));
    const started = async () => (await Promise.all(ids.map((id) => runsOf(server, id)))).flat();
    await until(async () => (await started()).filter(({ ended_at }) => ended_at !== null).length === 3);
    await allTaken(server, app);
    expect((await started()).map(({ output }) => output).sort()).toEqual(["a", "a", "b"]);
  });

  it("31: a throttle lets wait what is too much", async () => {
    const times: number[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "paced", triggers: { event: "flow/paced" }, throttle: { limit: 1, period: "1s" } },
        () => {
          times.push(Date.now());
        },
      ),
    ]);
    const { ids } = await app.send([1, 2, 3].map(() => ({ name: "flow/paced" })));
    for (const id of ids) await endedRun(server, id);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("31: a singleton is skipped or replaced", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "skipped", triggers: { event: "flow/single" }, singleton: { mode: "skip" } },
        ({ step }) => step.waitForEvent("go", { event: "flow/go", timeout: "1h" }),
      ),
      client.createFunction(
        { id: "replaced", triggers: { event: "flow/replace" }, singleton: { mode: "cancel" } },
        ({ step }) => step.waitForEvent("go", { event: "flow/go", timeout: "1h" }),
      ),
    ]);
    const first = await app.send(["flow/single", "flow/replace"].map((name) => ({ name })));
    // Two that come at the same moment the vendor skips in both modes.
    for (const id of first.ids) await until(async () => (await runsOf(server, id)).length === 1);
    const second = await app.send(["flow/single", "flow/replace"].map((name) => ({ name })));
    expect(await endedRun(server, first.ids[1])).toMatchObject({ status: "Cancelled" });
    await allTaken(server, app);
    expect(await runsOf(server, second.ids[0])).toEqual([]);
    await until(async () => {
      await app.send({ name: "flow/go" });
      const runs = [...(await runsOf(server, first.ids[0])), ...(await runsOf(server, second.ids[1]))];
      return runs.length === 2 && runs.every(({ status }) => status === "Completed");
    });
    // Its place is free some time after its run has ended.
    await until(async () => {
      const { ids } = await app.send({ name: "flow/single" });
      await allTaken(server, app);
      return (await runsOf(server, ids[0])).length === 1;
    });
  });

  it("timeouts: a run that takes too long is cancelled", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "long", triggers: { event: "flow/long" }, timeouts: { finish: "1s" } }, ({ step }) =>
        step.sleep("nap", "1h"),
      ),
    ]);
    const { ids } = await app.send({ name: "flow/long" });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Cancelled" });
  });

  it("priority: who waits for a place is taken by it", async () => {
    const order: number[] = [];
    const { held, release } = gate();
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "ranked",
          triggers: { event: "flow/ranked" },
          concurrency: 1,
          priority: { run: "event.data.n == 3 ? 120 : 0" },
        },
        async ({ event }) => {
          order.push(event.data.n);
          if (event.data.n === 1) await held;
        },
      ),
    ]);
    const first = await app.send({ name: "flow/ranked", data: { n: 1 } });
    await until(() => order.length === 1);
    const { ids } = await app.send([2, 3].map((n) => ({ name: "flow/ranked", data: { n } })));
    await allTaken(server, app);
    release();
    for (const id of [...first.ids, ...ids]) await endedRun(server, id);
    expect(order).toEqual([1, 3, 2]);
  });
});
