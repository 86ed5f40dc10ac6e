import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { customKey, customKinds, isCustomName } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { pageRows } from "@/server/list-rows";
import { inWorkspace } from "@/server/nouns/in-workspace";
import type { AnyRecord, NounRuntime } from "@/server/nouns/noun-runtime";
import { presentFlat } from "@/server/nouns/present";
import type { AnyOperation } from "@/server/operation";
import { later, testWorkspace } from "./ctx";
import { makeRecord, makeRecords, plainNouns, sampleOf } from "./noun-rows";

// Production does not compare lists with their schema: here everything that a presenter returns is compared.

type Declared = (typeof declaredNouns)[keyof typeof declaredNouns];
const declared = Object.values(declaredNouns).map((one) => ({ title: one.noun.entity, one }));
const options = [
  { value: "a", label: "A", color: "gray" },
  { value: "b", label: "B", color: "gray" },
];

/** No stage has it. */
const ownProbability = 37;

let ctx: Ctx;
/** The values that were written into custom fields, by the names of their nouns. */
const written: Record<string, Record<string, unknown>> = {};

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
  await createOpportunity(ctx, { name: "First", accountId: ids.account, probability: ownProbability } as never);
  for (const one of plainNouns) await makeRecord(ctx, one, { ...sample, marker: randomUUID(), ids });
  for (const { title, one } of declared) written[title] = await fillOne(one, { ...sample, ids });
});

const fieldsOf = ({ runtime }: Declared): Fields => inWorkspace(ctx, runtime as unknown as NounRuntime).noun.fields;

/** Fills the custom fields of one record of a noun; returns the values. */
async function fillOne(declared: Declared, sample: Parameters<typeof sampleOf>[1]): Promise<Record<string, unknown>> {
  const { noun } = declared;
  const custom = Object.fromEntries(
    Object.entries(fieldsOf(declared))
      .filter(([name]) => isCustomName(name))
      .map(([name, field]) => [customKey(name), sampleOf(field, sample)]),
  );
  const one = declaredNouns[noun.entity] as unknown as Record<
    "list" | "update",
    (ctx: Ctx, input: object) => Promise<{ rows: AnyRecord[] }>
  >;
  const [row] = (await one.list(ctx, {})).rows;
  await one.update(ctx, { id: row?.id, version: row?.version, custom });
  return custom;
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

/** Written values as a record shows them: of what they point to, the names as well. */
const shownOf = (custom: Record<string, unknown>): Record<string, unknown> => ({
  ...custom,
  own_member: { id: custom.own_member, name: expect.any(String), placeholder: false },
  own_reference: { id: custom.own_reference, name: expect.any(String) },
});

const shownValue = (record: AnyRecord, name: string): unknown =>
  isCustomName(name) ? record.custom?.[customKey(name)] : (record as Record<string, unknown>)[name];

test("the operations that are not checked in production are the lists of the nouns", () => {
  const unchecked = Object.values<AnyOperation>(operations).filter((one) => "presented" in one && one.presented);
  const lists = Object.values(declaredNouns).map(({ list }) => list as AnyOperation);
  expect(new Set(unchecked)).toEqual(new Set(lists));
  expect(unchecked).toHaveLength(lists.length);
});

describe("what a list returns is what its schema returns", () => {
  test.each(declared)("$title", async ({ one }) => {
    const records = await presented(ctx, one);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(record).toStrictEqual(checked(one, record));
    // The schema says nothing of custom fields: they are what was written, as JSON carries it.
    for (const record of records) expect(record).toStrictEqual(JSON.parse(JSON.stringify(record)));
    const filled = records.filter(({ custom }) => Object.values(custom ?? {}).some((value) => value !== null));
    expect(filled.map(({ custom }) => custom)).toEqual([shownOf(written[one.noun.entity] ?? {})]);
    expect(Object.keys(filled[0]?.custom ?? {})).toHaveLength(customKinds.length);
  });

  test.each(declared)("also where fields may not be read: $title", async ({ one }) => {
    const optional = Object.entries(fieldsOf(one)).filter(([, field]) => !field.required);
    const hidden = optional.map(([name]) => name);
    expect(hidden.filter(isCustomName)).toHaveLength(customKinds.length);
    const blind = { ...ctx, hiddenFields: { [one.noun.entity]: hidden } };
    const records = await presented(blind, one);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      expect(record).toStrictEqual(checked(one, record));
      const shown = hidden.filter((name) => shownValue(record, name) !== null);
      // Of a hidden probability, a record has the one of its stage.
      expect(shown).toEqual(one.noun.entity === "opportunity" ? ["probability"] : []);
      expect(record).not.toMatchObject({ probability: ownProbability });
    }
  });
});
