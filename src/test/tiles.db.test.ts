import "@/registry/register";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { monthStart, type TileFigure, type TileSeries, wholeOf } from "@/lib/tiles";
import { dayLater, localDay } from "@/lib/working-time";
import { leadSources } from "@/modules/crm/contacts/rules";
import { weightedMinor } from "@/modules/crm/opportunities/rules";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import { updateStage } from "@/modules/crm/pipelines/stages/operations";
import { getTile } from "@/modules/platform/data/home/operations";
import { declaredNouns } from "@/registry/nouns";
import { type Ctx, createCtx, type Visibility } from "@/server/context";
import { tiles } from "@/server/tiles";
import type { TestMember, TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { opportunityWorkspace } from "./opportunities";
import { rounds } from "./rounds";

// The figures of Home are what a plain loop finds over the records that each actor may see, and the list behind each figure
// has exactly its records.

/** A fiscal year and a zone that differ from those of the calendar and of the server. */
const place = { fiscalYearStart: "07-01", timeZone: "Pacific/Kiritimati" };
const today = localDay(new Date(), place.timeZone);

interface Sale {
  stageId: string;
  status: string;
  amount: number | null;
  currency: string;
  probability: number | null;
  closes: string | null;
  closed: string | null;
  began: string | null;
  ownerId: string | null;
  leadSource: string | null;
}

let workspace: TestWorkspace;
let pipeline: Pipeline;
let people: Record<"ann" | "bo" | "mia", TestMember>;
let teamId: string;
beforeAll(async () => {
  let admin: Ctx;
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  const [ann, bo, mia] = [
    await workspace.join("member"),
    await workspace.join("member"),
    await workspace.join("manager"),
  ];
  people = { ann, bo, mia };
  // One open stage has no probability: weighted sums leave out what has none of its own either.
  for (const stage of pipeline.stages.filter(({ name }) => name === "Proposal"))
    Object.assign(stage, await updateStage(admin, { id: stage.id, version: stage.version, probability: null }));
  ({ id: teamId } = await admin.db.team.create({ data: { name: "North", nameKey: "north" }, select: { id: true } }));
  for (const { id: memberId } of [ann, bo]) await admin.db.teamMember.create({ data: { teamId, memberId } });
});
beforeEach(async () => {
  await adminQuery("delete from opportunities where tenant_id = $1", [workspace.tenant.id]);
});

const at = (ctx: Ctx): Ctx => createCtx({ ...ctx, tenant: { ...ctx.tenant, ...place } });
const as = async (who: TestMember, opportunity: Visibility = "everyone") =>
  at(await workspace.as(who, { visibility: { opportunity } }));

/** Writes some opportunities at once. */
async function write(sales: readonly Sale[]): Promise<void> {
  await adminQuery(
    `with sale as (
       select s.*, row_number() over () as number, gen_random_uuid() as id
       from json_to_recordset($2::json) as s(
         "stageId" uuid, status text, amount bigint, currency text, probability int, closes date, closed date,
         began timestamptz, "ownerId" uuid, "leadSource" text)
     ), made as (
       insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, rank, amount_minor, currency,
         probability, expected_close_date, actual_close_date, closed_at, owner_id, lead_source, updated_at)
       select id, $1::uuid, 'Sale', 'sale', $3::uuid, "stageId", status, 'r' || number, amount, currency,
         probability, closes, closed, closed, "ownerId", "leadSource", now()
       from sale returning id
     )
     insert into stage_entries (id, tenant_id, opportunity_id, stage_id, sequence, entered_at, source)
     select gen_random_uuid(), $1::uuid, sale.id, sale."stageId", 1, sale.began, 'app' from sale join made using (id)`,
    [workspace.tenant.id, JSON.stringify(sales), pipeline.id],
  );
}

const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => dayLater(today, days));

const anySale: fc.Arbitrary<Sale> = fc
  .record({
    stage: fc.nat(),
    amount: fc.option(fc.integer({ min: -50_000, max: 9_000_000 }), { freq: 6 }),
    currency: fc.constantFrom("USD", "USD", "EUR", "JPY"),
    probability: fc.option(fc.integer({ min: 0, max: 100 })),
    closes: fc.option(day(-90, 300), { freq: 6 }),
    closed: fc.oneof(day(-62, 0), day(-400, -330), day(-800, 0)),
    began: fc.option(fc.integer({ min: 0, max: 5_000 }), { freq: 6 }),
    owner: fc.constantFrom("ann", "bo", "mia", null),
    leadSource: fc.option(fc.constantFrom(...leadSources.map(({ value }) => value as string)), { freq: 4 }),
  })
  .map(({ stage: number, owner, closed, began, ...sale }) => {
    const stage = pipeline.stages[number % pipeline.stages.length] as Pipeline["stages"][number];
    const isClosed = stage.type !== "open";
    return {
      ...sale,
      ...{ stageId: stage.id, status: stage.type, closed: isClosed ? closed : null },
      // Some began after they were closed, as in bad files.
      began: began === null ? null : new Date(Date.parse(closed) + 86_400_000 - began * 3_600_000).toISOString(),
      ownerId: owner === null ? null : people[owner as keyof typeof people].id,
    };
  });

/** A figure without its conditions, as the loop below finds it. */
type Plain = Omit<TileFigure, "conditions" | "label" | "value">;

function plain(sales: readonly Sale[], measures: { weighted?: boolean; days?: boolean }): Plain {
  const priced = sales.filter(({ amount }) => amount !== null);
  const currencies = [...new Set(priced.map(({ currency }) => currency))];
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const probabilityOf = ({ probability, stageId }: Sale) =>
    probability ?? pipeline.stages.find(({ id }) => id === stageId)?.probability ?? null;
  const known = sales.filter(({ began }) => began !== null);
  const length = ({ closed, began }: Sale) =>
    Math.max(0, (Date.parse(closed ?? "") - Date.parse(localDay(new Date(began ?? ""), place.timeZone))) / 86_400_000);
  return {
    count: sales.length,
    sums: currencies
      .map((currency) => {
        const own = priced.filter((sale) => sale.currency === currency);
        const weights = own.flatMap((sale) => {
          const percent = probabilityOf(sale);
          return percent === null ? [] : weightedMinor(sale.amount ?? 0, percent);
        });
        const total = sum(own.map(({ amount }) => amount ?? 0));
        const weighing = { weighted: sum(weights), withoutProbability: own.length - weights.length };
        const unweighed = { weighted: null, withoutProbability: null };
        return { currency, count: own.length, total, ...(measures.weighted ? weighing : unweighed) };
      })
      .sort((a, b) => b.count - a.count || a.currency.localeCompare(b.currency)),
    days: measures.days ? { count: known.length, total: sum(known.map(length)) } : null,
  };
}

function grouped(sales: readonly Sale[], keyOf: (sale: Sale) => string | null, measures: Parameters<typeof plain>[1]) {
  const keys = [...new Set(sales.map(keyOf))];
  const figures = keys.map((key) => [
    key ?? "none",
    plain(
      sales.filter((sale) => keyOf(sale) === key),
      measures,
    ),
  ]);
  return Object.fromEntries(figures) as Record<string, Plain>;
}

/** The number of the month of a day: 0 before this one, 1 for it, 7 after the five that follow. */
function monthOf({ closes }: Sale): string | null {
  if (closes === null) return null;
  const starts = [0, 1, 2, 3, 4, 5, 6].map((later) => monthStart(today, later));
  return String(starts.filter((start) => start <= closes).length);
}

const within =
  (from: string, until: string) =>
  ({ closed }: Sale) =>
    closed !== null && from <= closed && closed < until;
const fiscalYear = today.slice(5) >= "07-01" ? Number(today.slice(0, 4)) : Number(today.slice(0, 4)) - 1;
const inFiscalYear = within(`${fiscalYear}-07-01`, `${fiscalYear + 1}-07-01`);

/** The figures that each tile must have of these sales. */
function expected(sales: readonly Sale[]) {
  const of = (status: string) => sales.filter((sale) => sale.status === status);
  const wonIn = (later: number) =>
    grouped(
      of("won").filter(within(monthStart(today, later), monthStart(today, later + 1))),
      ({ closed }) => closed,
      {},
    );
  const outcome = (keyOf: (sale: Sale) => string | null) => ({
    won: grouped(of("won").filter(inFiscalYear), keyOf, { days: true }),
    lost: grouped(of("lost").filter(inFiscalYear), keyOf, {}),
  });
  return {
    pipeline: { open: grouped(of("open"), ({ stageId }) => stageId, { weighted: true }) },
    won: { thisMonth: wonIn(0), lastMonth: wonIn(-1), yearBefore: wonIn(-12) },
    forecast: { open: grouped(of("open"), monthOf, { weighted: true }) },
    "outcome owner": outcome(({ ownerId }) => ownerId),
    "outcome leadSource": outcome(({ leadSource }) => leadSource),
  };
}
const asked = Object.keys(expected([])).map((name) => {
  const [tile = "", by] = name.split(" ");
  return { name, input: { tile, ...(by ? { by } : {}) } };
});

const plainSeries = (series: readonly TileSeries[] | null) =>
  Object.fromEntries(
    (series ?? []).map(({ name, figures }) => [
      name,
      Object.fromEntries(figures.map(({ value, count, sums, days }) => [value ?? "none", { count, sums, days }])),
    ]),
  );

/** Each actor, with whether they see a record of an owner. */
const askers = {
  "an admin": { of: async () => at(await workspace.role("admin")), sees: () => true },
  "a member who sees everyone's": { of: () => as(people.ann), sees: () => true },
  "a member who sees those of the team": {
    of: () => as(people.ann, "team"),
    sees: (owner: string | null) => owner !== people.mia.id,
  },
  "a member who sees the own ones": {
    of: () => as(people.ann, "own"),
    sees: (owner: string | null) => owner === null || owner === people.ann.id,
  },
  "a manager without a team": {
    of: () => as(people.mia, "own"),
    sees: (owner: string | null) => owner === null || owner === people.mia.id,
  },
};

describe.each(Object.entries(askers))("for %s", (_name, { of, sees }) => {
  test("each tile says what a loop over random records says, and leads to them", async () => {
    const ctx = await of();
    let set = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anySale, { maxLength: 40 }), async (sales) => {
        await adminQuery("delete from opportunities where tenant_id = $1", [workspace.tenant.id]);
        await write(sales);
        const wanted = expected(sales.filter(({ ownerId }) => sees(ownerId)));
        for (const { name, input } of asked) {
          const { series } = await getTile(ctx, input);
          expect(plainSeries(series), name).toEqual(wanted[name as keyof typeof wanted]);
          if (set % 20 === 0) for (const one of series ?? []) await leadsToItsRecords(ctx, one);
        }
        set += 1;
      }),
      { numRuns: rounds(200, 8) },
    );
  });
});

/** The list behind each figure has its number of records and their sums. */
async function leadsToItsRecords(ctx: Ctx, series: TileSeries): Promise<void> {
  for (const { conditions, count, sums } of [wholeOf(series), ...series.figures]) {
    const list = declaredNouns.opportunity;
    const totals = await list.totals(ctx, { conditions, totals: [{ field: "amount", of: "sum" }] });
    const amounts = sums.map(({ total: amount, currency }) => ({ amount, currency }));
    expect(totals.count).toBe(count);
    expect(totals.totals[0]?.amounts).toEqual(amounts.toSorted((a, b) => a.currency.localeCompare(b.currency)));
    expect((await list.list(ctx, { conditions, limit: 100 })).rows).toHaveLength(count);
  }
}

const sale = (more: Partial<Sale> & { type?: "open" | "won" | "lost" } = {}): Sale => {
  const { type = "won", ...values } = more;
  const stage = pipeline.stages.find((one) => one.type === type);
  return {
    ...{ stageId: stage?.id ?? "", status: type, amount: 100_00, currency: "USD", probability: null },
    ...{ closes: null, closed: type === "open" ? null : today, began: null, ownerId: people.ann.id, leadSource: null },
    ...values,
  };
};
const wonThisMonth = async (ctx: Ctx, input: object = {}) => {
  const { series, complete } = await getTile(ctx, { tile: "won", ...input });
  const [month] = series ?? [];
  return { count: month ? wholeOf(month).count : null, sums: month ? wholeOf(month).sums : null, complete };
};
const usd = (count: number) => [
  { currency: "USD", count, total: count * 100_00, weighted: null, withoutProbability: null },
];

test("figures are by the days of the workspace, also for a member in whose zone another month has begun", async () => {
  // In Kiritimati it is December, in Pago Pago still November.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-30T20:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  await write([sale({ closed: "2026-12-01" }), sale({ closed: "2026-11-30" })]);
  const ann = await as(people.ann);
  const away = createCtx({ ...ann, member: ann.member && { ...ann.member, zone: "Pacific/Pago_Pago" } });
  const { today, series } = await getTile(away, { tile: "won" });
  const [month] = series ?? [];
  expect([today, month?.figures.map(({ value }) => value)]).toEqual(["2026-12-01", ["2026-12-01"]]);
  expect(month?.conditions).toContainEqual({
    ...{ field: "actualCloseDate", op: "between" },
    value: ["2026-12-01", "2026-12-31"],
  });
  if (month) await leadsToItsRecords(away, month);
  expect((await getTile(ann, { tile: "won" })).series?.[0]?.conditions).toContainEqual({
    ...{ field: "actualCloseDate", op: "is", value: "this month" },
  });
});

describe("the people of the figures", () => {
  beforeEach(() =>
    write(["ann", "bo", "bo", "mia", null].map((who) => sale({ ownerId: who && people[who as "ann"].id }))),
  );

  test("are all that one sees, oneself, one's teams, a member or a team", async () => {
    const ann = await as(people.ann);
    expect(await wonThisMonth(ann)).toEqual({ count: 5, sums: usd(5), complete: true });
    expect(await wonThisMonth(ann, { people: "mine" })).toEqual({ count: 1, sums: usd(1), complete: true });
    expect(await wonThisMonth(ann, { people: "teams" })).toEqual({ count: 3, sums: usd(3), complete: true });
    expect((await wonThisMonth(ann, { people: { owner: people.mia.id } })).count).toBe(1);
    expect((await wonThisMonth(ann, { people: { team: teamId } })).count).toBe(3);
  });

  test("are cut to what one may see, and the answer says so", async () => {
    const ann = await as(people.ann, "own");
    expect(await wonThisMonth(ann)).toEqual({ count: 2, sums: usd(2), complete: false });
    expect(await wonThisMonth(ann, { people: "mine" })).toEqual({ count: 1, sums: usd(1), complete: true });
    expect(await wonThisMonth(ann, { people: { owner: people.bo.id } })).toEqual({
      count: 0,
      sums: [],
      complete: false,
    });
    const team = await as(people.ann, "team");
    expect(await wonThisMonth(team, { people: "teams" })).toEqual({ count: 3, sums: usd(3), complete: true });
    expect((await wonThisMonth(team)).complete).toBe(false);
  });
});

describe("figures over little", () => {
  test("are empty without records, and over one currency that is not the workspace's", async () => {
    const admin = at(await workspace.role("admin"));
    expect(await wonThisMonth(admin)).toEqual({ count: 0, sums: [], complete: true });
    await write([sale({ currency: "EUR" }), sale({ amount: null })]);
    const euros = [{ currency: "EUR", count: 1, total: 100_00, weighted: null, withoutProbability: null }];
    expect(await wonThisMonth(admin)).toEqual({ count: 2, sums: euros, complete: true });
  });

  test("leave out archived records", async () => {
    await write([sale(), sale()]);
    await adminQuery(
      "update opportunities set archived_at = now() where id = (select id from opportunities where tenant_id = $1 limit 1)",
      [workspace.tenant.id],
    );
    expect((await wonThisMonth(at(await workspace.role("admin")))).count).toBe(1);
  });

  test("stop at the largest sum that JSON carries exactly", async () => {
    await write(Array.from({ length: 20 }, () => sale({ amount: 1e15 })));
    const { sums } = await wonThisMonth(at(await workspace.role("admin")));
    expect(sums?.[0]?.total).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("fields that the reader may not read", () => {
  const blind = async (field: string) => at(await workspace.as(people.ann, { hiddenFields: { opportunity: [field] } }));
  const measured = (figure: TileFigure | undefined) => figure && [figure.count, figure.sums, figure.days];

  test("take amounts and lengths out of the figures, and tiles that follow from them away", async () => {
    await write([sale(), sale({ type: "open" })]);
    const [month] = (await getTile(await blind("amount"), { tile: "won" })).series ?? [];
    expect(measured(month?.figures[0])).toEqual([1, [], null]);
    const [open] = (await getTile(await blind("probability"), { tile: "pipeline" })).series ?? [];
    expect(open?.figures[0]?.sums[0]).toMatchObject({ weighted: null, withoutProbability: null });
    for (const [field, tile] of [
      ["status", "pipeline"],
      ["actualCloseDate", "won"],
      ["expectedCloseDate", "forecast"],
      ["owner", "outcome"],
    ] as const)
      expect((await getTile(await blind(field), { tile })).series, tile).toBeNull();
    expect((await getTile(await blind("owner"), { tile: "won", people: "mine" })).series).toBeNull();
  });

  test("there is no figure of a kind of record that one may not view", async () => {
    const ctx = await workspace.as(people.ann, {
      grants: [{ permission: "opportunity:view", effect: "deny" }] as never,
    });
    for (const tile of tiles().keys()) expect((await getTile(ctx, { tile })).series, tile).toBeNull();
  });
});

test("a tile, group or period that there is not is refused", async () => {
  const ctx = await as(people.ann);
  await expect(getTile(ctx, { tile: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(getTile(ctx, { tile: "outcome", by: "amount" })).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(getTile(ctx, { tile: "outcome", period: "today" })).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(getTile(ctx, { tile: "won", period: "today" })).rejects.toMatchObject({ code: "VALIDATION" });
});
