import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { workingMinutesBetween } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { statementsOf } from "@/test/plans";
import { updateWorkspace } from "../tenants/operations/settings";
import { bootstrapCalendars } from "./bootstrap";
import { createCalendar, deleteCalendar, listCalendars, updateCalendar } from "./operations/calendars";
import {
  addCalendarDays,
  addHolidays,
  listHolidayPlaces,
  removeCalendarDays,
  updateCalendarDay,
} from "./operations/days";
import { getWorkingHours, setWorkingHours } from "./operations/own";
import { calendarOfWorkspace, calendarsOf, workingCalendars } from "./operations/resolve";
import { firstWeek } from "./rules";
import type { Calendar } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
let top: Calendar;
beforeAll(async () => {
  workspace = await testWorkspace();
  await inTransaction(workspace.system, bootstrapCalendars);
  admin = await workspace.role("admin");
  const [first] = await listCalendars(admin, {});
  if (!first) throw new Error("A new workspace has a calendar.");
  top = first;
});

const week = (...monday: { from: number; until: number }[]) => [monday, [], [], [], [], [], []];
const mornings = week({ from: 540, until: 720 });
const weekOf = async (member: TestMember) => (await calendarsOf(workspace.system, [member.id]))(member.id).week;
const shared = (name: string, more: object = {}) => createCalendar(admin, { name, ...more });

/** Refused with this text, and nothing is written. */
async function refused(act: () => Promise<unknown>, message: string | RegExp): Promise<void> {
  const before = await rowHash(workspace.tenant.id);
  await expect(act()).rejects.toThrow(message);
  expect(await rowHash(workspace.tenant.id)).toBe(before);
}

describe("the calendar of a workspace", () => {
  test("works from Monday to Friday in the zone of the workspace, also where that changes", async () => {
    expect(top).toMatchObject({ kind: "workspace", zone: null, works: { zone: "America/Chicago", week: firstWeek } });
    const other = await testWorkspace();
    for (let times = 0; times < 2; times += 1) await inTransaction(other.system, bootstrapCalendars);
    const owner = await other.role("owner");
    await updateWorkspace(owner, { version: 1, timeZone: "Asia/Tokyo" });
    const inTokyo = { ...owner, tenant: { ...owner.tenant, timeZone: "Asia/Tokyo" } };
    expect((await listCalendars(inTokyo, {})).map(({ works }) => works.zone)).toEqual(["Asia/Tokyo"]);
    expect((await calendarOfWorkspace(inTokyo)).zone).toBe("Asia/Tokyo");
  });

  test("has hours of its own, is above all others, and stays", async () => {
    const { id, version } = top;
    const child = await shared("Below the top", { parentId: id });
    await refused(() => updateCalendar(admin, { id, version, week: null }), "Give the hours of the workspace.");
    await refused(() => updateCalendar(admin, { id, version, zone: "UTC" }), /time zone of the workspace/);
    await refused(() => updateCalendar(admin, { id, version, parentId: child.id }), /above all others/);
    await refused(() => deleteCalendar(admin, { id, version }), "A workspace needs its calendar. Change its hours.");
  });

  test("is there once, whatever happens at the same time", async () => {
    await expect(
      workspace.system.db.calendar.create({ data: { kind: "workspace", name: "Twin", nameKey: "twin", week: [] } }),
    ).rejects.toThrow();
  });
});

describe("a calendar below another", () => {
  test("takes week, zone and days from above until it has its own", async () => {
    const office = await shared("Berlin office", { parentId: top.id, zone: "Europe/Berlin", week: mornings });
    const shift = await shared("Berlin night", { parentId: office.id });
    expect(shift).toMatchObject({ week: null, works: { zone: "Europe/Berlin", week: mornings } });
    const nights = week({ from: 0, until: 360 }, { from: 1320, until: 1440 });
    const changed = await updateCalendar(admin, { id: shift.id, version: shift.version, week: nights });
    expect(changed.works.week).toEqual(nights);
    const back = await updateCalendar(admin, { id: shift.id, version: changed.version, week: null });
    expect(back).toMatchObject({ week: null, works: { week: mornings } });
  });

  test("is not above itself, and has a name of its own", async () => {
    const one = await shared("One");
    const two = await shared("Two", { parentId: one.id });
    await refused(
      () => updateCalendar(admin, { id: one.id, version: one.version, parentId: two.id }),
      "Two is below this calendar, so it cannot be its calendar above it.",
    );
    await refused(() => shared("ONE"), "Another calendar has this name. Use a different one.");
    await refused(() => deleteCalendar(admin, { id: one.id, version: one.version }), /1 calendar is below this one/);
  });

  test("gives its members the hours of the workspace when it is deleted", async () => {
    const shift = await shared("Short-lived", { week: mornings });
    const bo = await workspace.join("member");
    await setWorkingHours(await workspace.as(bo), { calendarId: shift.id });
    expect(await weekOf(bo)).toEqual(mornings);
    await refused(() => deleteCalendar(admin, { id: shift.id, version: 7 }), /Someone changed this calendar/);
    await deleteCalendar(admin, { id: shift.id, version: shift.version });
    expect(await weekOf(bo)).toEqual(firstWeek);
  });
});

describe("days with other hours", () => {
  test("are added, changed and removed, and count for the hours between", async () => {
    const office = await shared("With days", { week: firstWeek.map((hours) => [...hours]), zone: "UTC" });
    const added = await addCalendarDays(admin, {
      id: office.id,
      days: [
        { from: "2026-12-24", until: "2026-12-24", intervals: [{ from: 540, until: 720 }], label: "Christmas Eve" },
        { from: "2026-12-28", until: "2026-12-31", intervals: [], label: "Company holiday" },
      ],
    });
    const bo = await workspace.join("member");
    await setWorkingHours(await workspace.as(bo), { calendarId: office.id });
    const hours = async () => {
      const calendar = (await calendarsOf(workspace.system, [bo.id]))(bo.id);
      return workingMinutesBetween(calendar, new Date("2026-12-21"), new Date("2027-01-04")) / 60;
    };
    expect(await hours()).toBe(24 + 3 + 8 + 8);
    const [eve, holiday] = added.days;
    if (!eve || !holiday) throw new Error("Two were added.");
    const { id: calendarDayId, source: _source, ...days } = holiday;
    await updateCalendarDay(admin, { ...days, id: office.id, calendarDayId, until: "2026-12-29" });
    expect(await hours()).toBe(24 + 3 + 8 + 16 + 8);
    await removeCalendarDays(admin, { id: office.id, calendarDayIds: [eve.id] });
    expect(await hours()).toBe(24 + 8 + 8 + 16 + 8);
  });

  test("do not take all work away", async () => {
    const days = [{ from: "2020-01-01", until: "2199-12-31", intervals: [], label: "For ever" }];
    const text = 'By "Working hours" nobody would work in the next seven years. Leave a working day.';
    await refused(() => addCalendarDays(admin, { id: top.id, days }), text);
    const own = { zone: null, week: mornings, days };
    const theirs = await workspace.role("member");
    await refused(() => setWorkingHours(theirs, { own }), "You would not work in the next seven years.");
  });

  test("end no earlier than they begin", async () => {
    const days = [{ from: "2026-12-25", until: "2026-12-24", intervals: [], label: "Back" }];
    await refused(() => addCalendarDays(admin, { id: top.id, days }), "The last day must not be before the first one.");
  });
});

describe("holidays", () => {
  test("of a state are days off with their source, and are added once", async () => {
    const office = await shared("Munich");
    const years = [2026, 2027];
    const made = await addHolidays(admin, { id: office.id, country: "DE", state: "BY", years });
    const epiphany = made.days.find(({ from }) => from === "2026-01-06");
    expect(epiphany).toMatchObject({ until: "2026-01-06", intervals: [], source: "holidays:DE:BY:2026" });
    expect(made.days.filter(({ source }) => source === "holidays:DE:BY:2027").length).toBeGreaterThan(8);
    const again = await addHolidays(admin, { id: office.id, country: "DE", state: "BY", years });
    expect(again.days).toEqual(made.days);
    const next = await addHolidays(admin, { id: office.id, country: "DE", state: "BY", years: [2028] });
    expect(next.days.length).toBeGreaterThan(made.days.length);
  });

  test("are those of this year and the next two unless years are given", async () => {
    const office = await shared("Chicago office");
    const { days } = await addHolidays(admin, { id: office.id, country: "US" });
    const year = new Date().getUTCFullYear();
    expect([...new Set(days.map(({ source }) => source))]).toEqual(
      [0, 1, 2].map((more) => `holidays:US:${year + more}`),
    );
  });

  test("of a place that does not exist are refused", async () => {
    const add =
      (country: string, state: string | null = null) =>
      () =>
        addHolidays(admin, { id: top.id, country, state });
    await refused(add("ZZ"), "No holidays are known for ZZ. Choose a country from the list.");
    await refused(add("DE", "QQ"), "No holidays are known for QQ in DE. Choose a state from the list.");
  });

  test("are known for many countries, and the states of one", async () => {
    const { countries, states } = await listHolidayPlaces(admin, { country: "US" });
    expect(countries).toContainEqual({ code: "DE", name: "Germany" });
    expect(states).toContainEqual({ code: "CA", name: "California" });
  });
});

describe("a member", () => {
  test("works as the workspace, by another calendar, or at hours of their own, in a zone of their own", async () => {
    const bo = await workspace.join("member");
    const theirs = await workspace.as(bo);
    expect(await getWorkingHours(theirs, {})).toMatchObject({ calendarId: null, own: null });
    const shift = await shared("Shift", { week: mornings });
    expect(await setWorkingHours(theirs, { calendarId: shift.id })).toMatchObject({ calendarId: shift.id, own: null });
    const days = [{ from: "2026-12-28", until: "2026-12-31", intervals: [], label: "Vacation" }];
    const own = { zone: "Asia/Kathmandu", week: week({ from: 600, until: 1080 }), days };
    expect(await setWorkingHours(theirs, { own })).toMatchObject({ calendarId: null, own, works: { zone: own.zone } });
    const [mine] = await adminQuery<{ kind: string; days: number }>(
      `select c.kind, (select count(*)::int from calendar_days d where d.calendar_id = c.id) as days
       from members m join calendars c on c.id = m.calendar_id where m.id = $1`,
      [bo.id],
    );
    expect(mine).toEqual({ kind: "own", days: 1 });
    await setWorkingHours(theirs, { calendarId: top.id });
    expect(await getWorkingHours(theirs, {})).toMatchObject({ calendarId: null, own: null });
    const rest = await adminQuery("select 1 from calendars where tenant_id = $1 and kind = 'own'", [
      workspace.tenant.id,
    ]);
    expect(rest).toEqual([]);
  });

  test("has a calendar that nobody else reads, chooses or changes", async () => {
    const bo = await workspace.join("member");
    await setWorkingHours(await workspace.as(bo), { own: { zone: null, week: mornings } });
    const [row] = await adminQuery<{ id: string }>("select calendar_id as id from members where id = $1", [bo.id]);
    const id = row?.id ?? "";
    expect((await listCalendars(admin, {})).map((one) => one.id)).not.toContain(id);
    await refused(() => updateCalendar(admin, { id, version: 1, name: "Mine" }), /does not exist/);
    const theirs = await workspace.role("member");
    await refused(() => setWorkingHours(theirs, { calendarId: id }), /does not exist/);
    await refused(() => shared("Below", { parentId: id }), /does not exist/);
    await setWorkingHours(admin, { own: { zone: null, week: mornings } });
    const [own] = await adminQuery<{ id: string }>("select calendar_id as id from members where id = $1", [
      admin.member?.id,
    ]);
    await refused(() => shared("Below", { parentId: own?.id ?? "" }), /not above other calendars/);
  });

  test("gives both answers in few statements, however many are asked for", async () => {
    const members = await Promise.all(["member", "member"].map(() => workspace.join("member")));
    const ids = members.map(({ id }) => id);
    expect(await statementsOf(() => calendarsOf(workspace.system, ids))).toHaveLength(1);
    expect(await statementsOf(() => calendarOfWorkspace(workspace.system))).toHaveLength(1);
    expect(await statementsOf(() => workingCalendars(workspace.system))).toHaveLength(2);
  });
});

describe("the limits of calendars", () => {
  test("a workspace has at most 50 of them, and a calendar 1,000 entries", async () => {
    const firm = await testWorkspace();
    await inTransaction(firm.system, bootstrapCalendars);
    const owner = await firm.role("owner");
    const [first] = await listCalendars(owner, {});
    const at = { tenantId: firm.tenant.id, id: first?.id ?? "" };
    await adminQuery(
      `insert into calendars (id, tenant_id, kind, name, name_key, updated_at)
       select gen_random_uuid(), $1, 'shared', 'Shift ' || n, 'shift ' || n, now() from generate_series(1, 50) n`,
      [at.tenantId],
    );
    await expect(createCalendar(owner, { name: "One more" })).rejects.toThrow("at most 50 calendars");
    await adminQuery(
      `insert into calendar_days (id, tenant_id, calendar_id, from_day, until_day, intervals, label, source)
       select gen_random_uuid(), $1, $2, date '2026-01-01' + n, date '2026-01-01' + n, '[]', 'Off', 'typed'
       from generate_series(1, 1000) n`,
      [at.tenantId, at.id],
    );
    const day = { from: "2026-12-24", until: "2026-12-24", intervals: [], label: "One more" };
    await expect(addCalendarDays(owner, { id: at.id, days: [day] })).rejects.toThrow("at most 1000 such entries");
  });
});
