import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait, workerUrls } from "@/test/db";
import { events, noting, operation } from "@/test/own-operations";
import type { Ctx } from "../context";
import { emit } from "../events";
import { log } from "../log";
import { claim, forgetDelivered, noteDelivered, outboxLag } from "./claim";
import { type Consumer, type OutboxEvent, Refused, registerConsumers, Unreachable } from "./consumers";
import { relayOnce, sweepOutbox } from "./relay";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

/** Runs before a consumer accepts events. */
type Reaction = (events: readonly OutboxEvent[]) => void;
const takesAll: Reaction = () => undefined;

/** A consumer for this test only, and its received events. */
function listening(react: Reaction = takesAll, wants: Consumer["wants"] = () => true) {
  const received: string[] = [];
  const state = { react };
  const consumer: Consumer = {
    name: `test-${randomUUID()}`,
    wants: (event) => listeners.has(consumer.name) && wants(event),
    async deliver(delivered) {
      state.react(delivered);
      received.push(...delivered.map(({ id }) => id));
    },
  };
  listeners.add(consumer.name);
  registerConsumers([consumer]);
  return { consumer, received, state };
}
// Events of other tests must not wait for a consumer that nobody runs any more.
const listeners = new Set<string>();
afterEach(() => listeners.clear());

const note = (times = 1) =>
  noting(async (inner, id) => {
    for (let turn = 1; turn < times; turn++) emit(inner, events.noted, { id, data: {} });
  })(ctx, { name: randomUUID() });
const eventsOf = async (id: string) =>
  (await adminQuery<{ id: string }>("select id from events where entity_id = $1 order by id", [id])).map(
    (row) => row.id,
  );
const marks = (consumer: Consumer) =>
  adminQuery<{ event_id: string; attempts: number; delivered: boolean; parked: boolean; reason: string | null }>(
    `select event_id, attempts, delivered_at is not null as delivered, parked_at is not null as parked, reason
     from event_deliveries where consumer = $1 order by event_id`,
    [consumer.name],
  );
/** A separate connection, closed at the end of an `await using`. */
async function connection() {
  const client = new Client({ connectionString: workerUrls().superuser });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
/** As if every lease and retry delay were over. */
const later = (consumer: Consumer) =>
  adminQuery("update event_deliveries set due_at = now() - interval '1 second' where consumer = $1", [consumer.name]);

describe("delivered events", () => {
  test("an event waits, from its commit on, for each consumer that wants such events, and for no other", async () => {
    const all = listening();
    const none = listening(takesAll, ({ name }) => name === "account.other");
    const { id } = await note(2);
    expect((await marks(all.consumer)).map((mark) => mark.event_id)).toEqual(await eventsOf(id));
    expect(await marks(none.consumer)).toEqual([]);
  });

  test("a mutation that fails leaves nothing to tell", async () => {
    const { consumer } = listening();
    const failing = noting(async () => Promise.reject(new Error("no")));
    await expect(failing(ctx, { name: randomUUID() })).rejects.toThrow("no");
    expect(await marks(consumer)).toEqual([]);
  });

  test("rows of a batch are not told one by one", async () => {
    const { consumer } = listening();
    const rows = operation({
      kind: "mutation",
      permission: "account:create",
      input: z.object({}),
      output: z.null(),
      describe: "A batch.",
      async run(inner) {
        emit(inner, { ...events.noted, batched: true, quiet: true }, { id: randomUUID(), data: {} });
        return null;
      },
    });
    await rows({ ...ctx, batchId: randomUUID() }, {});
    expect(await marks(consumer)).toEqual([]);
    await rows(ctx, {});
    expect(await marks(consumer)).toHaveLength(1);
  });

  test("consumers learn which record and who, in order, once", async () => {
    const delivered: OutboxEvent[] = [];
    const { consumer, received } = listening((batch) => void delivered.push(...batch));
    const { id } = await note(3);
    expect(await relayOnce(consumer)).toBe(true);
    expect(received).toEqual(await eventsOf(id));
    expect(delivered[0]).toMatchObject({
      tenantId: workspace.tenant.id,
      name: "account.noted",
      entity: "account",
      entityId: id,
      memberId: ctx.member?.id,
    });
    expect(Math.abs((delivered[0]?.at ?? 0) - Date.now())).toBeLessThan(600_000);
    expect((await marks(consumer)).every((mark) => mark.delivered)).toBe(true);
    await later(consumer);
    expect(await relayOnce(consumer)).toBe(false);
    expect(received).toHaveLength(3);
  });
});

describe("failures", () => {
  test("a consumer that is away loses nothing, blames nothing, and gets all in order when it is back", async () => {
    const { consumer, received, state } = listening(() => {
      throw new Unreachable("no network");
    });
    const first = await note(2);
    const second = await note(2);
    for (let turn = 0; turn < 10; turn++) await expect(relayOnce(consumer)).rejects.toThrow(Unreachable);
    expect((await marks(consumer)).map((mark) => [mark.attempts, mark.parked])).toEqual(Array(4).fill([0, false]));
    state.react = takesAll;
    await relayOnce(consumer);
    expect(received).toEqual([...(await eventsOf(first.id)), ...(await eventsOf(second.id))]);
  });

  test("a database that goes away under a consumer blames no event; a statement of its own that took too long does", async () => {
    const { consumer, received, state } = listening();
    const { id } = await note(2);
    const failing = (code: string) => () => {
      throw Object.assign(new Error("canceled"), { code });
    };
    state.react = failing("57P01");
    await expect(relayOnce(consumer)).rejects.toThrow("canceled");
    expect((await marks(consumer)).map(({ attempts }) => attempts)).toEqual([0, 0]);
    state.react = failing("57014");
    await relayOnce(consumer);
    expect((await marks(consumer)).map(({ attempts }) => attempts)).toEqual([1, 0]);
    state.react = takesAll;
    await later(consumer);
    await relayOnce(consumer);
    expect(received).toEqual(await eventsOf(id));
  });

  test("events that go one by one are given back before somebody else may take them", async () => {
    const { consumer, received, state } = listening();
    const [broken, slow, last] = [await note(), await note(), await note()];
    const [bad] = await eventsOf(broken.id);
    const now = performance.now.bind(performance);
    let passed = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + passed);
    state.react = (batch) => {
      if (batch.some(({ id }) => id === bad)) throw new Error("cannot read this");
      passed += 16_000;
    };
    await relayOnce(consumer);
    clock.mockRestore();
    expect(received).toEqual(await eventsOf(slow.id));
    state.react = takesAll;
    await later(consumer);
    await relayOnce(consumer);
    expect(received).toEqual([...(await eventsOf(slow.id)), bad, ...(await eventsOf(last.id))]);
  });

  test("an event that breaks the consumer's work waits alone, and later ones of its record behind it", async () => {
    const { consumer, received, state } = listening();
    const broken = await note(2);
    const fine = await note(2);
    const [bad] = await eventsOf(broken.id);
    state.react = (batch) => {
      if (batch.some(({ id }) => id === bad)) throw new Error("cannot read this");
    };
    const warn = vi.spyOn(log, "warn");
    await relayOnce(consumer);
    expect(received).toEqual(await eventsOf(fine.id));
    // Text for admins must not contain what belongs only in the log.
    const [{ reason } = { reason: null }] = await marks(consumer);
    expect(reason).toBe(`Something went wrong on our side. The reference is ${bad}.`);
    expect(warn).toHaveBeenCalledWith(
      { consumer: consumer.name, eventId: bad, err: new Error("cannot read this") },
      "an event was refused",
    );
    warn.mockRestore();
    // The rest of the record is free, its first event is not: order must be kept.
    await adminQuery(
      "update event_deliveries set due_at = now() + interval '1 hour' where consumer = $1 and event_id = $2",
      [consumer.name, bad],
    );
    expect(await relayOnce(consumer)).toBe(false);
    state.react = takesAll;
    await later(consumer);
    await relayOnce(consumer);
    expect(received).toEqual([...(await eventsOf(fine.id)), ...(await eventsOf(broken.id))]);
  });

  test("an event that is refused eight times is set aside with its reason, and later ones are delivered", async () => {
    const { consumer, received, state } = listening();
    const { id } = await note(2);
    const [bad, next] = await eventsOf(id);
    const warn = vi.spyOn(log, "warn");
    state.react = (batch) => {
      if (batch.some((event) => event.id === bad)) throw new Refused("too odd");
    };
    for (let turn = 0; turn < 8; turn++) {
      await relayOnce(consumer);
      await later(consumer);
    }
    await relayOnce(consumer);
    expect(received).toEqual([next]);
    const [mark] = await marks(consumer);
    expect(mark).toMatchObject({ event_id: bad, parked: true, delivered: false, reason: "too odd", attempts: 8 });
    expect(await outboxLag()).toContainEqual({ consumer: consumer.name, waiting: 0, parked: 1, oldestSeconds: 0 });
    const said = warn.mock.calls.filter(([, text]) => text === "an event was parked");
    expect(said).toEqual([[{ consumer: consumer.name, eventId: bad, reason: "too odd" }, "an event was parked"]]);
  });

  test("the events of a killed process are delivered by another one, and by no one before that", async () => {
    const { consumer, received } = listening();
    const { id } = await note(2);
    expect(await claim(consumer.name)).toHaveLength(2);
    expect(await relayOnce(consumer)).toBe(false);
    await later(consumer);
    await relayOnce(consumer);
    expect(received).toEqual(await eventsOf(id));
  });
});

test("the sweep says after its first turn who is behind, and forgets what arrived more than a week ago", async () => {
  const warn = vi.spyOn(log, "warn");
  const [behind, done, parking] = [listening(), listening(), listening()];
  const { id } = await note(2);
  await relayOnce(done.consumer);
  const [old, fresh] = await eventsOf(id);
  await adminQuery(
    "update event_deliveries set delivered_at = now() - interval '7 days 1 minute' where consumer = $1 and event_id = $2",
    [done.consumer.name, old],
  );
  await adminQuery("update event_deliveries set created_at = now() - interval '1 minute' where consumer = $1", [
    behind.consumer.name,
  ]);
  await adminQuery(
    "update event_deliveries set parked_at = now(), created_at = now() - interval '1 minute' where consumer = $1",
    [parking.consumer.name],
  );
  const stop = new AbortController();
  const first = sweepOutbox(stop.signal);
  await expect.poll(async () => (await marks(done.consumer)).map((mark) => mark.event_id)).toEqual([fresh]);
  expect(warn.mock.calls).toEqual([]);
  const sweeping = sweepOutbox(stop.signal, 10);
  const lag = { consumer: behind.consumer.name, waiting: 2, parked: 0, oldestSeconds: expect.closeTo(60, -2) };
  await expect.poll(() => warn.mock.calls).toContainEqual([lag, "a consumer of events is behind"]);
  stop.abort();
  await Promise.all([first, sweeping]);
  expect(await marks(behind.consumer)).toHaveLength(2);
  for (const { consumer } of [done, parking])
    expect(warn.mock.calls.flat()).not.toContainEqual(expect.objectContaining({ consumer: consumer.name }));
});

test("old delivered events are deleted in parts until none is left", async () => {
  const { consumer } = listening();
  await note(6);
  await relayOnce(consumer);
  const [fresh] = await marks(consumer);
  await adminQuery(
    "update event_deliveries set delivered_at = now() - interval '8 days' where consumer = $1 and event_id <> $2",
    [consumer.name, fresh?.event_id],
  );
  await forgetDelivered(2);
  expect(await marks(consumer)).toEqual([fresh]);
});

describe("several relays at once", () => {
  test("have different events, and none has a later one of a record that another has in hand", async () => {
    const { consumer } = listening();
    const { id } = await note(5);
    const [one, other] = await Promise.all([claim(consumer.name, 2), claim(consumer.name, 2)]);
    const leased = [...one, ...other].map((event) => event.id);
    expect(leased).toEqual((await eventsOf(id)).slice(0, 2));
    await noteDelivered(consumer.name, leased);
    expect((await claim(consumer.name, 2)).map((event) => event.id)).toEqual((await eventsOf(id)).slice(2, 4));
  });

  test("claim one after the other: each sees what the one before it took", async () => {
    const { consumer } = listening();
    await note(2);
    await using other = await connection();
    await other.query("begin");
    await other.query("select pg_advisory_xact_lock(hashtext('outbox'), hashtext($1))", [consumer.name]);
    let done = false;
    const claiming = claim(consumer.name).finally(() => {
      done = true;
    });
    await expect.poll(howManyWait).toBeGreaterThan(0);
    expect(done).toBe(false);
    await other.query("commit");
    expect(await claiming).toHaveLength(2);
  });

  test.each([300, 5_300])("a workspace with %i events that wait leaves room for the others", async (waiting) => {
    const { consumer } = listening();
    await note(waiting);
    const neighbour = await testWorkspace();
    const theirs = await noting()(await neighbour.role("admin"), { name: randomUUID() });
    const claimed = await claim(consumer.name, 200);
    expect(claimed.map((event) => event.entityId)).toContain(theirs.id);
  });
});
