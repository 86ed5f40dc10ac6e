import "@/registry/register";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Field, inputName, isNeeded } from "@/lib/fields/field";
import { permissions } from "@/lib/roles";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import type { Ctx } from "@/server/context";
import type { NounRuntime } from "@/server/nouns/noun-runtime";
import { type Rule, rule } from "@/server/nouns/rule";
import { type TestMember, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { importOf } from "./import-trial";
import { newMark } from "./new-mark";
import { cellsOf, makeRecord, plainNouns, sampleOf } from "./noun-rows";
import { rest, withKey } from "./tenancy/doors";

// Each noun gets one more rule here, on the id that every noun has: no path writes past it.

type Values = Readonly<Record<string, unknown>>;
type Row = Values & { id: string; version: number };
type Report = { done: unknown[]; failed: unknown[] };
type Calls = Readonly<
  Record<"create" | "update", (ctx: Ctx, input: Values) => Promise<Row>> &
    Record<"bulk", (ctx: Ctx, input: Values) => Promise<Report>>
>;

const reason = "This id is refused.";
/** Refuses an id, sets the source of another one, and keeps the owner of a third. */
const guard = rule({
  fields: ["externalId", "owner"],
  decide({ before, after }) {
    const id = String(after.externalId ?? "");
    if (id.startsWith("refused")) return { field: "externalId", reason };
    if (id.startsWith("kept") && before && before.ownerId !== after.ownerId) return { field: "owner", reason };
    return id.startsWith("set") ? ({ set: { externalSource: "Of the rule" } } as never) : null;
  },
});
const rulesOf = (runtime: NounRuntime) => runtime.rules as Rule[];

let ctx: Ctx;
let member: TestMember;
let other: TestMember;
let ids: Readonly<Record<string, string>>;
let key: Record<string, string>;
beforeAll(async () => {
  for (const { runtime } of plainNouns) rulesOf(runtime).push(guard);
  const workspace = await testWorkspace();
  [member, other] = [await workspace.join("owner"), await workspace.join("member")];
  ctx = await workspace.as(member);
  ({ ids } = await fillWorkspace(ctx));
  key = await withKey(workspace.tenant.id, member, [...permissions]);
});
afterAll(() => {
  for (const { runtime } of plainNouns) rulesOf(runtime).splice(rulesOf(runtime).indexOf(guard), 1);
});

describe.each(plainNouns.map((one) => [one.noun.entity, one] as const))("a rule of %s", (entity, declared) => {
  const { head, fields } = declared.noun;
  const calls = declared as unknown as Calls;
  const sample = () => ({ marker: `sample-${newMark()}`, memberId: member.id, ids });
  const make = (externalId: string) =>
    makeRecord(ctx, declared, sample(), { externalId, externalSource: "file", ...treeless });
  /** No record stands above another one. */
  const treeless = Object.fromEntries(
    Object.entries<Field>(fields).flatMap(([name, field]) =>
      "to" in field && field.to === entity ? [[`${name}Id`, null]] : [],
    ),
  );
  const needed = (): Values =>
    Object.fromEntries(
      Object.entries<Field>(fields).flatMap(([name, field]) =>
        isNeeded(field) || (name === "name" && !field.computed)
          ? [[inputName(name, field), sampleOf(field, sample())] as const]
          : [],
      ),
    );
  const called = (externalId: string) =>
    adminQuery<Values>(`select * from ${head.table} where tenant_id = $1 and external_id = $2`, [
      ctx.tenant.id,
      externalId,
    ]);
  const refusal = { code: "VALIDATION", details: { fields: [{ path: "externalId", message: reason }] } };

  test("refuses new records and changes, from screens and programs, and nothing is written", async () => {
    const refused = `refused ${randomUUID()}`;
    const input = { ...needed(), externalId: refused, externalSource: "file" };
    await expect(calls.create(ctx, input)).rejects.toMatchObject(refusal);
    expect(await rest("POST", `/${head.path}`, key, input)).toMatchObject(refusal);
    expect(await called(refused)).toEqual([]);
    const free = randomUUID();
    const id = await make(free);
    const before = await called(free);
    const change = { version: 1, externalId: refused };
    await expect(calls.update(ctx, { id, ...change })).rejects.toMatchObject(refusal);
    expect(await rest("PATCH", `/${head.path}/${id}`, key, change)).toMatchObject(refusal);
    expect(await called(free)).toEqual(before);
    expect(await adminQuery("select 1 from events where entity_id = $1", [id])).toEqual([]);
  });

  test("sets values that follow", async () => {
    const free = randomUUID();
    const made = await calls.create(ctx, { ...needed(), externalId: `set ${free}`, externalSource: "file" });
    expect(made.externalSource).toBe("Of the rule");
    const id = await make(free);
    const changed = await calls.update(ctx, { id, version: 1, externalId: `set again ${free}` });
    expect(changed).toMatchObject({ version: 2, externalSource: "Of the rule" });
  });

  test.runIf(head.owned)("refuses single records of an act on many", async () => {
    const [kept, free] = [await make(`kept ${randomUUID()}`), await make(randomUUID())];
    const report = await calls.bulk(ctx, { ids: [kept, free], action: { type: "edit", ownerId: other.id } });
    expect(report).toMatchObject({ done: [{ id: free }], failed: [{ id: kept, code: "VALIDATION", message: reason }] });
  });

  test("keeps rows of files out, and a revert from bringing back what it refuses", async () => {
    const { importer, revert } = importOf(entity) as unknown as Importing;
    const [refused, free] = [`refused ${randomUUID()}`, randomUUID()];
    const { id: importId } = await createImport(ctx, {});
    const inImport = { ...ctx, batchId: importId } as Ctx;
    const cells = () => ({ ...cellsOf(fields, sample()), externalSource: "file" });
    const rows = [refused, free].map((externalId, at) => ({ line: at + 2, values: { ...cells(), externalId } }));
    const call = { importId, options: { ownerId: null, answers: {} }, rows, dry: false };
    const { problems, touched } = await importer.upsert(inImport, call);
    expect(problems).toEqual([{ line: 2, field: "externalId", reason }]);
    expect(await called(refused)).toEqual([]);
    const [made] = touched;
    expect(await called(free)).toMatchObject([{ id: made?.id }]);
    const image = { ...(await imageOf(made?.id ?? "")), externalId: refused };
    const records = [{ id: made?.id, action: "updated", version: 1, before: image }];
    expect(await revert.revert(inImport, { importId, entity, records })).toEqual([
      { id: made?.id, outcome: "kept", reason },
    ]);
    expect(await called(free)).toHaveLength(1);
  });

  /** A record as the ledger of an import keeps it. */
  async function imageOf(id: string): Promise<Values> {
    const row = await adminQuery<Values>(`select external_id as "externalId" from ${head.table} where id = $1`, [id]);
    return row[0] ?? {};
  }
});

interface Importing {
  importer: { upsert(ctx: Ctx, call: Values): Promise<{ problems: unknown[]; touched: { id: string }[] }> };
  revert: { revert(ctx: Ctx, call: Values): Promise<unknown> };
}
