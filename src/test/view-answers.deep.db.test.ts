import "@/registry/register";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Sort } from "@/lib/list";
import { ownedEntities } from "@/lib/nouns/all";
import { permissions } from "@/lib/roles";
import type { ViewState } from "@/lib/views";
import type { Ctx } from "@/server/context";
import { anyFilter, askedFields, fieldsOf, keptFilter, plainFilter, type RandomFilter, readAll } from "./asked-fields";
import { type AskedField, idIn, passes, type Shown, sortedBy } from "./list-oracle";
import { askerNames, listedNouns, type Page, type RandomRecords, randomRecords } from "./random-records";
import { call, rest, signedIn, withKey } from "./tenancy/doors";
import { isDeep } from "./tiers";

// Lists, groups and totals of a saved view, of every noun and under each visibility, answer what a loop over the records
// that the asker reads finds, through every door.

let records: RandomRecords;
beforeAll(async () => {
  records = await randomRecords();
});

interface Asked {
  view: string;
  filter: RandomFilter;
  /** The field that groups are by; null for lists that are not grouped. */
  group: string | null;
}
type Groups = readonly { value: string | null; count: number }[];
interface Answers {
  list: Pick<Page, "rows" | "total" | "dropped">;
  totals: { count: number; dropped?: unknown };
  /** Null for a door without groups. */
  groups: Groups | null;
}
type Listed = (typeof listedNouns)[number];
type Door = (of: Listed, asker: string, asked: Asked) => Promise<Answers>;

const inputOf = ({ view, filter }: Asked) => ({ view, ...filter });

const direct: Door = async ({ verbs }, asker, asked) => {
  const ctx = records.askers[asker] as Ctx;
  const input = inputOf(asked);
  return {
    list: await verbs.list(ctx, { ...input, limit: 100 }),
    totals: await verbs.totals(ctx, input),
    groups: asked.group === null ? null : ((await verbs.groups?.(ctx, { ...input, group: asked.group })) ?? null),
  };
};

const member = (asker: string) => records.people[asker as keyof RandomRecords["people"]];

const byTrpc: Door = async ({ path }, asker, asked) => {
  const headers = await signedIn(member(asker), records.workspace.tenant.slug);
  const input = inputOf(asked);
  const ask = async <T>(verb: string, more: object) => {
    const answer = await call("query", `${path}.${verb}`, headers, { ...input, ...more });
    expect(answer.status, answer.message).toBe(200);
    return (answer.body.result as { data: T }).data;
  };
  return {
    list: await ask<Page>("list", { limit: 100 }),
    totals: await ask<Answers["totals"]>("totals", {}),
    groups: asked.group === null ? null : await ask<Groups>("groups", { group: asked.group }),
  };
};

const byRest: Door = async ({ path }, asker, asked) => {
  const headers = await withKey(records.workspace.tenant.id, member(asker), [...permissions]);
  const ask = async (at: string, more: object) => {
    const search = new URLSearchParams(
      Object.entries({ ...inputOf(asked), ...more }).map(([name, value]) => [
        name,
        typeof value === "object" ? JSON.stringify(value) : String(value),
      ]),
    );
    const answer = await rest("GET", `/${at}?${search}`, headers);
    expect(answer.status, answer.message).toBe(200);
    return answer.body as { data: never; meta: Omit<Page, "rows"> };
  };
  const list = await ask(path, { limit: 100 });
  return { list: { rows: list.data, ...list.meta }, totals: (await ask(`${path}/totals`, {})).data, groups: null };
};

/** How many rows have each value of a field, in the order of the values. */
function groupsOf(rows: readonly Shown[], { field, of }: AskedField): Groups {
  const counts = new Map<string | null, number>();
  for (const row of rows) {
    const own = of(row);
    const value = field.kind === "id" || field.kind === "member" ? idIn(own) : own;
    const key = value === null || value === undefined ? null : String(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return inOrder([...counts].map(([value, count]) => ({ value, count })));
}
const inOrder = (groups: Groups): Groups =>
  groups.map(({ value, count }) => ({ value, count })).sort((a, b) => String(a.value).localeCompare(String(b.value)));

const ids = (rows: readonly Shown[]) => rows.map(({ id }) => String(id));

async function makeView(noun: string, state: Partial<ViewState>): Promise<string> {
  const { db, member: boss } = records.admin;
  const data = {
    noun,
    name: "Random",
    scope: "workspace",
    ownerId: boss?.id ?? "",
    rank: "a0",
    state: state as object,
  };
  return (await db.savedView.create({ data, select: { id: true } })).id;
}

/** The fields that an asker may name of a list, and its rows. */
async function knownTo(ctx: Ctx, { entity, list }: Listed) {
  const asked = await askedFields(ctx, list);
  const own = fieldsOf(ctx, list).flatMap(([name]) => asked.get(name) ?? []);
  return {
    asked,
    sortable: own.filter(({ field }) => field.sortable),
    groupable: own.filter(({ field }) => field.groups),
    rows: [...(await readAll(ctx, entity)).values()],
    archived: list.archives === false ? [] : [...(await readAll(ctx, entity, true)).values()],
  };
}

const anySorts = (sortable: readonly AskedField[]) => {
  const sort = fc.record({
    field: fc.constantFrom(...sortable.map(({ name }) => name)),
    direction: fc.constantFrom("asc" as const, "desc" as const),
  }) as fc.Arbitrary<Sort>;
  return fc.uniqueArray(sort, { minLength: 1, maxLength: 3, selector: ({ field }) => field });
};

/** Asks for random views of a list through some doors, and compares the answers with the rows that the asker reads. */
async function expectAnswers(of: Listed, asker: string, doors: readonly Door[], times: number): Promise<void> {
  const { pools, admin } = records;
  const ctx = records.askers[asker] as Ctx;
  const [theirs, all] = [await knownTo(ctx, of), await knownTo(admin, of)];
  const named = (name: string) => theirs.asked.get(name) as AskedField;
  const cases = fc.record({
    saved: anyFilter([...all.asked.values()], pools),
    own: fc.oneof(
      fc.constant<RandomFilter>({ conditions: [], groups: [], match: "all" }),
      anyFilter([...theirs.asked.values()], pools),
    ),
    sorts: anySorts(all.sortable),
    archived: fc.boolean(),
    place: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ saved, own, sorts, archived, place }) => {
      const view = await makeView(of.entity, { ...saved, sorts, archived });
      const kept = plainFilter(ctx, pools, keptFilter(theirs.asked, pools, saved));
      const plain = plainFilter(ctx, pools, own);
      const shown = archived && of.list.archives !== false ? theirs.archived : theirs.rows;
      const fits = (filter: RandomFilter, row: Shown) => passes(filter, row, named, ctx.tenant);
      const fitting = shown.filter((row) => fits(kept, row) && fits(plain, row));
      const orders = sorts.filter(({ field }) => theirs.sortable.some(({ name }) => name === field));
      const expected = sortedBy(
        fitting,
        orders.map((one) => ({ ...one, asked: named(one.field) })),
      );
      const group = theirs.groupable[place % Math.max(1, theirs.groupable.length)] ?? null;
      for (const door of doors) {
        const answer = await door(of, asker, { view, filter: own, group: group?.name ?? null });
        const found = ids(answer.list.rows);
        if (orders.length > 0) expect(found).toEqual(ids(expected));
        else expect(found.toSorted()).toEqual(ids(fitting).toSorted());
        expect(answer.list.total).toBe(fitting.length);
        expect(answer.totals.count).toBe(fitting.length);
        expect(answer.totals.dropped).toEqual(answer.list.dropped);
        if (answer.groups && group) expect(inOrder(answer.groups)).toEqual(groupsOf(fitting, group));
      }
    }),
    { numRuns: times },
  );
}

/** The settings of a workspace under which an asker sees as much through the doors as in their own context. */
async function setVisibility(level: "own" | "team"): Promise<void> {
  const { db } = records.admin;
  await db.visibilitySetting.deleteMany({});
  await db.visibilitySetting.createMany({ data: ownedEntities.map((entity) => ({ entity, level })) });
}

const restricted = { admin: "own", seller: "own", colleague: "team", viewer: "own", blind: null } as const;

describe.each(askerNames)("views that %s opens", (asker) => {
  const level = restricted[asker];
  beforeAll(async () => {
    if (level) await setVisibility(level);
  });

  test.each(listedNouns.map((of) => [of.entity, of] as const))(
    "of the list of %s answer what the records say that they read",
    async (entity, of) => {
      const doors = level ? [direct, byTrpc, byRest] : [direct];
      await expectAnswers(of, asker, doors, isDeep(entity) ? 10 : 1);
    },
  );
});
