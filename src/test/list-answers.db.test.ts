import "@/registry/register";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Sort } from "@/lib/list";
import type { Ctx } from "@/server/context";
import { anyFilter, askedFields, fieldsOf, plainFilter, readAll } from "./asked-fields";
import { type AskedField, passes, type Shown, sortedBy, totalOf } from "./list-oracle";
import { askerNames, type Call, listedNouns, type Page, type RandomRecords, randomRecords } from "./random-records";
import { isFull, rounds } from "./rounds";
import { isDeep } from "./tiers";

// For random rows of every noun, under each visibility: filters, sorts, groups and totals answer what a loop over the
// records that the asker reads finds. So no answer depends on a hidden record or field.

let records: RandomRecords;
beforeAll(async () => {
  records = await randomRecords();
});

const ids = (rows: readonly Shown[]) => rows.map(({ id }) => String(id));

/** All rows of a list, in pages of seven. */
async function pagesOf(ctx: Ctx, list: Call<Page>, input: object): Promise<{ rows: Shown[]; total: unknown }> {
  const rows: Shown[] = [];
  let total: unknown;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page = await list(ctx, { ...input, limit: 7, ...(cursor ? { cursor } : {}) });
    rows.push(...page.rows);
    total = page.total;
    cursor = page.nextCursor;
  }
  return { rows, total };
}

describe.each(listedNouns)("the list of $entity", ({ entity, list, verbs }) => {
  test.each(askerNames)("answers %s what the records say that they read", async (asker) => {
    const { pools } = records;
    const ctx = records.askers[asker] as Ctx;
    const rows = [...(await readAll(ctx, entity)).values()];
    const asked = await askedFields(ctx, list);
    const fieldNamed = (name: string) => asked.get(name) as AskedField;
    const ownNames = fieldsOf(ctx, list).map(([name]) => name);
    const own = [...asked.values()].filter(({ name }) => ownNames.includes(name));
    const sortable = own.filter(({ field }) => field.sortable);
    const sort = fc.record({
      field: fc.constantFrom(...sortable.map(({ name }) => name)),
      direction: fc.constantFrom("asc" as const, "desc" as const),
    }) as fc.Arbitrary<Sort>;
    const sorts = fc.uniqueArray(sort, { minLength: 1, maxLength: 3, selector: ({ field }) => field });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter([...asked.values()], pools), sorts, fc.nat(), async (filter, order, place) => {
        const plain = plainFilter(ctx, pools, filter);
        const fitting = rows.filter((row) => passes(plain, row, fieldNamed, ctx.tenant));
        const expected = sortedBy(
          fitting,
          order.map((one) => ({ ...one, asked: fieldNamed(one.field) })),
        );
        const answer = await pagesOf(ctx, verbs.list, { ...filter, sort: order });
        expect(ids(answer.rows)).toEqual(ids(expected));
        expect(answer.total).toBe(expected.length);
        const one = own[place % own.length] as AskedField;
        const of = ["number", "decimal", "money"].includes(one.field.kind)
          ? ["sum", "average", "min", "max", "filled"]
          : ["filled"];
        const totals = of.map((how) => ({ field: one.name, of: how }));
        const total = await verbs.totals(ctx, { ...filter, totals });
        expect(total).toEqual({
          count: expected.length,
          totals: totals.map((each) => ({ ...each, ...(totalOf(one, each.of, fitting) as object) })),
        });
        if (expected.length > 0) found++;
      }),
      { numRuns: isDeep(entity) ? rounds(15, 3) : rounds(3, 2) },
    );
    // A few random filters may find nothing.
    if (isFull && rows.length > 0 && isDeep(entity)) expect(found).toBeGreaterThan(0);
  });
});
