import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { customKey, customKinds, isCustomName } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { declaredNouns } from "@/registry/nouns";
import "@/registry/operations";
import type { Ctx } from "@/server/context";
import { pageRows } from "@/server/list-rows";
import { inWorkspace } from "@/server/nouns/in-workspace";
import type { AnyRecord, NounRuntime } from "@/server/nouns/noun-runtime";
import { presentFlat } from "@/server/nouns/present";
import { later, testWorkspace } from "./ctx";
import { makeRecord, makeRecords, plainNouns, sampleOf } from "./noun-rows";

// Production does not compare lists with their schema: here everything that a presenter returns is compared.

type Declared = (typeof declaredNouns)[keyof typeof declaredNouns];
const declared = Object.values(declaredNouns).map((one) => ({ title: one.noun.entity, one }));
const options = [
  { value: "a", label: "A", color: "gray" },
  { value: "b", label: "B", color: "gray" },
];

let ctx: Ctx;

/** A workspace with records of each noun: filled, with values in custom fields of all kinds, and nearly empty. */
beforeAll(async () => {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const member = await workspace.join("owner");
  const before = await workspace.as(member);
  for (const { title: entity } of declared)
    for (const kind of customKinds)
      await createCustomField(before, {
        entity,
        kind,
        label: `Own ${kind}`,
        ...(kind === "choice" || kind === "choices" ? { settings: { options } } : {}),
        ...(kind === "reference" ? { settings: { to: "product" } } : {}),
      } as never);
  ctx = await later(before);
  const sample = { marker: "First", memberId: member.id };
  const ids = await makeRecords(ctx, {}, sample.marker);
  await createOpportunity(ctx, { name: "First", accountId: ids.account } as never);
  for (const one of plainNouns) await makeRecord(ctx, one, { ...sample, marker: randomUUID(), ids });
  for (const { one } of declared) await fillOne(one, { ...sample, ids });
});

/** Fills the custom fields of one record of a noun. */
async function fillOne({ noun, runtime }: Declared, sample: Parameters<typeof sampleOf>[1]): Promise<void> {
  const added: Fields = inWorkspace(ctx, runtime as unknown as NounRuntime).noun.fields;
  const custom = Object.entries(added)
    .filter(([name]) => isCustomName(name))
    .map(([name, field]) => [customKey(name), sampleOf(field, sample)]);
  const one = declaredNouns[noun.entity] as unknown as Record<
    "list" | "update",
    (ctx: Ctx, input: object) => Promise<{ rows: AnyRecord[] }>
  >;
  const [row] = (await one.list(ctx, {})).rows;
  await one.update(ctx, { id: row?.id, version: row?.version, custom: Object.fromEntries(custom) });
}

/** The rows of a list as they leave the server in production. */
async function presented(of: Ctx, { runtime }: Declared): Promise<AnyRecord[]> {
  const own = inWorkspace(of, runtime as unknown as NounRuntime);
  const flat = await pageRows<Record<string, unknown>>(of, own.table.rows, {
    where: {},
    orderBy: [{ id: "asc" }],
    take: 10,
  });
  return await presentFlat(of, own, flat);
}

/** The record as its schema returns it. */
const checked = ({ noun }: Declared, record: AnyRecord): unknown => (noun.record as unknown as z.ZodType).parse(record);

describe("what a list returns is what its schema returns", () => {
  test.each(declared)("$title", async ({ one }) => {
    const records = await presented(ctx, one);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(record).toStrictEqual(checked(one, record));
    const [filled] = records.filter(({ custom }) => Object.values(custom ?? {}).some((value) => value !== null));
    expect(Object.values(filled?.custom ?? {}).filter((value) => value !== null)).toHaveLength(customKinds.length);
  });

  test.each(declared)("also where fields may not be read: $title", async ({ one }) => {
    const optional = Object.entries(one.noun.fields as Fields).filter(([, field]) => !field.required);
    const hidden = optional.map(([name]) => name);
    const blind = { ...ctx, hiddenFields: { [one.noun.entity]: hidden } };
    const records = await presented(blind, one);
    for (const record of records) expect(record).toStrictEqual(checked(one, record));
  });
});
