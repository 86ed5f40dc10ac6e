import "@/registry/operations";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { setHours } from "@/test/working-hours";
import { activityOperations } from "../operations/all";
import { activityRemindersDue, remindOfDueActivities } from "./operations";

const { create, update, get, archive, restore, transitions } = activityOperations;
const cancel = transitions.cancel as unknown as typeof archive;
const minuteMs = 60_000;
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";
/** The instant some minutes from now. */
const inMinutes = (minutes: number) => new Date(Math.floor(Date.now() / minuteMs) * minuteMs + minutes * minuteMs);

async function firm() {
  const workspace = await testWorkspace();
  const [ann, bo, cy] = await Promise.all([
    workspace.role("member"),
    workspace.role("member"),
    workspace.role("member"),
  ]);
  const { system } = workspace;
  const strike = async (at: Date) => {
    const sent = await remindOfDueActivities(system, at);
    while (await relayOnce(notifications));
    return sent;
  };
  const notices = async (ctx: Ctx) => (await listNotifications(ctx, { type: "activityReminded" })).rows;
  return { workspace, ann, bo, cy, system, strike, notices };
}

const call = { name: "Call", kind: "call" as const, reminders: ["30" as const, "5" as const] };

describe("a reminder", () => {
  test("reaches the assignee and the colleagues at its time, once for each chosen time, and nobody else", async () => {
    const { ann, bo, cy, strike, notices } = await firm();
    const startsAt = inMinutes(60);
    const at = (minutes: number) => new Date(startsAt.getTime() - minutes * minuteMs);
    const made = await create(ann, { ...call, startsAt: startsAt.toISOString(), participants: [selfOf(bo)] });
    expect(made.remindAt).toBe(at(30).toISOString());
    await strike(new Date(at(30).getTime() - 1));
    expect(await notices(ann)).toEqual([]);
    await Promise.all([strike(at(30)), strike(at(30)), strike(at(30))]);
    expect([(await notices(ann)).length, (await notices(bo)).length, (await notices(cy)).length]).toEqual([1, 1, 0]);
    expect((await get(ann, { id: made.id })).remindAt).toBe(at(5).toISOString());
    await strike(at(5));
    const shown = await notices(bo);
    expect(shown[0]).toMatchObject({ count: 2 });
    expect((await get(ann, { id: made.id })).remindAt).toBeNull();
    expect((await get(ann, { id: made.id })).version).toBe(made.version);
  });

  test("says the time on the clocks of the workspace", async () => {
    const { ann, strike, notices } = await firm();
    const startsAt = momentOfClock(dayLater(localDay(new Date(), "America/Chicago"), 1), 15 * 60, "America/Chicago");
    await create(ann, { ...call, startsAt: startsAt.toISOString() });
    await strike(new Date(startsAt.getTime() - 30 * minuteMs));
    const [notice] = await notices(ann);
    expect(JSON.stringify(notice)).toMatch(/3:00.PM/u);
  });

  test("moves with its activity, and is cancelled with it", async () => {
    const { ann, system, strike, notices } = await firm();
    const [startsAt, later] = [inMinutes(60), inMinutes(600)];
    const made = await create(ann, { ...call, startsAt: startsAt.toISOString() });
    expect(await activityRemindersDue(system, new Date())).toEqual({ slots: [], next: inMinutes(30) });
    const moved = await update(ann, { id: made.id, version: made.version, startsAt: later.toISOString() });
    expect(await activityRemindersDue(system, new Date())).toEqual({
      slots: [],
      next: new Date(later.getTime() - 30 * minuteMs),
    });
    await strike(startsAt);
    expect(await notices(ann)).toEqual([]);
    const cancelled = await cancel(ann, { id: made.id, version: moved.version });
    expect(cancelled).toMatchObject({ remindAt: null });
    expect(await activityRemindersDue(system, later)).toEqual({ slots: [], next: null });
    await strike(later);
    expect(await notices(ann)).toEqual([]);
  });

  test("is not sent of an archived activity, until it is restored", async () => {
    const { ann, strike, notices } = await firm();
    const startsAt = inMinutes(60);
    const made = await create(ann, { ...call, startsAt: startsAt.toISOString() });
    const archived = await archive(ann, { id: made.id, version: made.version });
    expect(await strike(startsAt)).toBe(0);
    await restore(ann, { id: made.id, version: archived.version });
    expect(await strike(startsAt)).toBe(1);
    expect(await notices(ann)).toHaveLength(1);
  });

  test("of a day is at nine in the zone of the assignee, or of the workspace", async () => {
    const { ann, bo } = await firm();
    await setHours(bo, {
      timeZone: "Asia/Kathmandu",
      quiet: true,
      days: [1],
      fromMinute: 0,
      untilMinute: 60,
    });
    const dueOn = "2027-03-14";
    const due = { name: "Offer", dueOn, reminders: ["0" as const, "1440" as const] };
    const of = async (ownerId: string | null) => (await create(ann, { ...due, ownerId })).remindAt;
    expect(await of(selfOf(bo))).toBe(momentOfClock("2027-03-13", 540, "Asia/Kathmandu").toISOString());
    expect(await of(null)).toBe(momentOfClock("2027-03-13", 540, "America/Chicago").toISOString());
  });
});

describe("a late reminder", () => {
  async function missed(hours: number) {
    const { ann, strike, notices } = await firm();
    const startsAt = inMinutes(60);
    const made = await create(ann, { ...call, startsAt: startsAt.toISOString() });
    await strike(new Date(startsAt.getTime() + hours * 60 * minuteMs));
    return { sent: await notices(ann), after: await get(ann, { id: made.id }) };
  }

  test("is sent once when the server is back, however many were missed", async () => {
    const { sent, after } = await missed(2);
    expect(sent.map(({ count }) => count)).toEqual([1]);
    expect(after.remindAt).toBeNull();
  });

  test("is not sent when the time of its activity passed more than a day ago", async () => {
    const { sent, after } = await missed(25);
    expect([sent, after.remindAt]).toEqual([[], null]);
  });

  test("is not sent of something that is over", async () => {
    const { ann, strike, notices } = await firm();
    const made = await create(ann, { ...call, startsAt: inMinutes(60).toISOString() });
    const waiting = made.remindAt;
    const over = await cancel(ann, { id: made.id, version: made.version });
    await adminQuery("update activities set remind_at = $2 where id = $1", [over.id, waiting]);
    expect(await strike(inMinutes(60))).toBe(0);
    expect(await notices(ann)).toEqual([]);
  });
});

describe("at the same second", () => {
  test("an edit that read the activity before its reminder was sent does not send it again", async () => {
    const { ann, strike, notices } = await firm();
    const startsAt = inMinutes(60);
    const made = await create(ann, { ...call, startsAt: startsAt.toISOString() });
    const at = new Date(startsAt.getTime() - 30 * minuteMs);
    await strike(at);
    // The edit writes the reminder that it read.
    await adminQuery("update activities set remind_at = $2 where id = $1", [made.id, made.remindAt]);
    expect(await strike(at)).toBe(0);
    expect((await notices(ann)).map(({ count }) => count)).toEqual([1]);
    expect((await get(ann, { id: made.id })).remindAt).toBe(new Date(startsAt.getTime() - 5 * minuteMs).toISOString());
  });

  test("a move and a reminder: sent at most once, and the moved one is still to come", async () => {
    const { ann, strike, notices } = await firm();
    const [startsAt, later] = [inMinutes(60), inMinutes(600)];
    const at = new Date(startsAt.getTime() - 30 * minuteMs);
    for (let round = 1; round <= 8; round += 1) {
      const made = await create(ann, { ...call, name: `Call ${round}`, startsAt: startsAt.toISOString() });
      await Promise.all([
        strike(at),
        update(ann, { id: made.id, version: made.version, startsAt: later.toISOString() }),
        strike(at),
      ]);
      const after = await get(ann, { id: made.id });
      expect(after.remindAt).toBe(new Date(later.getTime() - 30 * minuteMs).toISOString());
      const sent = (await notices(ann)).filter(({ items }) => items[0]?.recordId === made.id);
      expect(sent.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(1);
    }
  });
});
