import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Condition } from "@/lib/list-filter";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import type { ListField } from "@/server/list-definition";
import type { AnyTenantOperation } from "@/server/operation";
import { testWorkspace } from "./ctx";
import { makeRecord, makeRecords, plainNouns } from "./noun-rows";

// A value and the keys by which lists find it are written apart: a trigger or a column of keys may be missing.

type Row = Readonly<Record<string, unknown>>;
type Call<T> = (ctx: Ctx, input: object) => Promise<T>;

let ctx: Ctx;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("admin");
  ids = await makeRecords(ctx, { member: ctx.member?.id ?? "" }, `Other ${randomUUID()}`);
});

const byRoute = (route: string) =>
  (Object.values<unknown>(operations) as AnyTenantOperation[]).find(
    ({ rest }) => rest && `${rest.method} ${rest.path}` === route,
  );

const idOf = (value: unknown) => (value as { id?: string }).id ?? "";

/** The condition that finds a record by the value that it shows; null for a field that it shows otherwise. */
function conditionOf(field: string, { kind }: ListField, value: unknown): Condition | null {
  const condition = { field } as const;
  switch (kind) {
    case "members":
      return { ...condition, op: "anyOf", value: (value as unknown[]).map(idOf) };
    case "member":
    case "id":
      return { ...condition, op: "anyOf", value: [idOf(value)] };
    case "lines":
      return { ...condition, op: "is", value: (value as { value: string }[])[0]?.value ?? "" };
    case "money":
      return { ...condition, op: "is", value: (value as { amount: number }).amount };
    case "instant":
      // In UTC-5 and UTC-6 the day of this moment is the same.
      return { ...condition, op: "between", value: [String(value).slice(0, 10), String(value).slice(0, 10)] };
    case "choices":
    case "related":
      return null;
    default:
      return { ...condition, op: "is", value: value as string };
  }
}

test.each(plainNouns.map((declared) => [declared.noun.head.path, declared] as const))(
  "%s: lists find a record by the value of each of its fields, and not among those without one",
  async (path, declared) => {
    const [list, get] = [byRoute(`GET /${path}`), byRoute(`GET /${path}/{id}`)];
    const [rowsOf, read] = [list, get] as unknown as [Call<{ rows: Row[] }>, Call<Row>];
    const id = await makeRecord(ctx, declared, { marker: randomUUID(), memberId: ctx.member?.id ?? "", ids });
    const record = await read(ctx, { id });
    const wrong: string[] = [];
    for (const [field, facts] of Object.entries(declared.table.list.fields)) {
      const value = record[field] ?? null;
      const condition = value === null ? null : conditionOf(field, facts, value);
      if (!condition || ["createdAt", "updatedAt"].includes(field)) continue;
      const finds = async (one: Condition) =>
        (await rowsOf(ctx, { conditions: [one], limit: 100 })).rows.some((row) => row.id === id);
      if (!(await finds(condition))) wrong.push(`${field} does not find it`);
      if (await finds({ field, op: "empty" })) wrong.push(`${field} is empty`);
    }
    expect(wrong).toEqual([]);
  },
);
