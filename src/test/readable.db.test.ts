import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "@/lib/catalog";
import { type Entry, isEntriesField } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import { inputName } from "@/lib/fields/field";
import { getBoard, getBoardColumn } from "@/modules/crm/opportunities/board/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listImportableObjects } from "@/modules/platform/data/imports/objects/operations";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import "@/registry/operations";
import type { Ctx } from "@/server/context";
import { recordsOf } from "@/server/nouns/records";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { makeRecord, makeRecords, plainNouns } from "./noun-rows";
import { sampled } from "./rounds";
import { sampleInput } from "./sample-input";
import { tried } from "./tiers";

type Data = Readonly<Record<string, unknown>>;
type Verb = (ctx: Ctx, input: Data) => Promise<Data>;
/** The operations of a noun whose types are known at run time only. */
interface Verbs {
  list: Verb;
  groups?: Verb;
  get: Verb;
  pick(ctx: Ctx, input: Data): Promise<Data[]>;
  update: Verb;
}

let workspace: TestWorkspace;
let owner: TestMember;
let seeing: Ctx;
let ids: Record<string, string>;

beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.join("owner");
  seeing = await workspace.as(owner);
  await bootstrapPipelines(workspace.system);
  const { id: opportunity } = await createOpportunity(seeing, { name: "First" });
  ids = await makeRecords(seeing, { opportunity }, "first");
});

const declared = plainNouns.map((one) => ({ ...one, verbs: one as unknown as Verbs }));
/** A name tells its parts, so they are not hidden. */
const isPart = ({ noun }: { noun: { catalog: Catalog } }, name: string) => noun.catalog.columns[name]?.partOf;

/** A required field cannot be hidden. */
const cases = declared.flatMap((one) => {
  const optional = Object.entries<Field>(one.noun.fields).filter(
    ([name, field]) => !field.required && !isPart(one, name),
  );
  return tried(optional, one.noun.entity, 1).map(([name, field]) => ({
    title: `${one.noun.head.one}: ${name}`,
    one,
    name,
    field,
  }));
});

const ways = ["shown", "asked", "told", "imported"] as const;
/** The fields that are tried in one of these ways: of nouns that are alike, each noun's in another one; in part, shown and in another way. */
const casesOf = (way: (typeof ways)[number]) =>
  cases.filter(({ one, title }) => {
    const [first, ...others] = tried(ways, one.noun.entity, 1);
    return way === first || sampled(others, title, 1).includes(way);
  });

/** One more record with every field filled, and the owner once without the right to read this field. */
async function arrange({ one, name }: (typeof cases)[number]) {
  const { entity } = one.noun;
  const id = await makeRecord(seeing, one as never, { marker: randomUUID(), memberId: owner.id, ids });
  const blind = await workspace.as(owner, { hiddenFields: { [entity]: [name] } });
  return { id, blind, entity };
}

type Given = (typeof cases)[number];

/** The fields that make the title of records that nobody names; none for others. */
function titleParts({ noun }: Given["one"]): readonly string[] {
  const title: Field = noun.fields.name;
  return title.computed ? (title.derived?.of ?? []) : [];
}

/** A field that may be read beside the hidden one: the name, or what makes the title. */
function openField({ one, name }: Given): string {
  const parts = titleParts(one);
  const fields = parts.length > 0 ? [...parts, "externalId"] : ["name"];
  return fields.find((field) => field !== name) ?? "";
}

/** A value for a field of text, of number or of time; `other` gives a second one. */
function sampleFor({ one }: Given, field: string, other: boolean): unknown {
  const samples = sampleInput(one.update, { optional: true, ...(other ? { other } : {}), idOf: () => undefined });
  return (samples as Data)[field];
}

/** Another name or title. */
function anotherName(given: Given): Data {
  const parts = titleParts(given.one);
  if (parts.length === 0) return { name: "Another name" };
  return Object.fromEntries(parts.map((part) => [part, sampleFor(given, part, true)]));
}

const refused = { code: "VALIDATION" };

describe("a field that may not be read", () => {
  // Sums follow from other records: the test of accounts hides them.
  const filled = casesOf("shown").filter(({ field }) => field.kind !== "amounts");
  test.each(filled)("is empty in records, lists and pickers: $title", async (given) => {
    const { name } = given;
    const { verbs } = given.one;
    const { id, blind } = await arrange(given);
    expect((await verbs.get(seeing, { id }))[name]).not.toBeNull();
    expect((await verbs.get(blind, { id }))[name]).toBeNull();
    for (const row of (await verbs.list(blind, {})).rows as Data[]) expect(row[name]).toBeNull();
    for (const row of await verbs.pick(blind, { ids: [id] })) expect(row[name] ?? null).toBeNull();
  });

  test.each(casesOf("asked"))("sorts, filters and groups nothing: $title", async (given) => {
    const { one, name } = given;
    const { verbs } = one;
    const { blind } = await arrange(given);
    const listed = one.table.list.fields[name];
    const sort = { field: name, direction: "asc" };
    const conditions = [{ field: name, op: "notEmpty" }];
    if (listed?.sortable) {
      await verbs.list(seeing, { sort });
      await expect(verbs.list(blind, { sort })).rejects.toMatchObject(refused);
    }
    if (listed) {
      await verbs.list(seeing, { conditions });
      await expect(verbs.list(blind, { conditions })).rejects.toMatchObject(refused);
    }
    if (listed?.groups) {
      await verbs.groups?.(seeing, { group: name });
      await expect(verbs.groups?.(blind, { group: name })).rejects.toMatchObject(refused);
      const within = { field: name, value: null };
      await expect(verbs.list(blind, { within })).rejects.toMatchObject(refused);
    }
  });

  test.each(casesOf("told").filter(({ field }) => !field.computed))(
    "is not told by a conflict, nor by the timeline: $title",
    async (given) => {
      const { name, field } = given;
      const { verbs } = given.one;
      const { id, blind, entity } = await arrange(given);
      const version = Number((await verbs.get(seeing, { id })).version);
      const open = openField(given);
      const [after, late] = [sampleFor(given, open, true), sampleFor(given, open, false)];
      // An external id goes with its source.
      const beside = name === "externalSource" ? { externalId: null } : {};
      await verbs.update(seeing, { id, version, [open]: after, ...beside, [inputName(name, field)]: null });
      const conflict = verbs.update(blind, { id, version, [open]: late });
      await expect(conflict).rejects.toMatchObject({
        code: "CONFLICT",
        details: { current: { [open]: after, [name]: null } },
      });
      const mentioned = async (ctx: Ctx) =>
        (await listTimeline(ctx, { entity, id })).rows.flatMap(({ changes }) => changes.map((change) => change.field));
      expect(await mentioned(seeing)).toEqual(expect.arrayContaining([open, name]));
      expect(await mentioned(blind)).toEqual(expect.not.arrayContaining([name]));
      expect(await mentioned(blind)).toContain(open);
    },
  );

  test.each(casesOf("imported"))("is filled by no import: $title", async (given) => {
    const { one, name } = given;
    const { blind, entity } = await arrange(given);
    const columns = async (ctx: Ctx) =>
      (await listImportableObjects(ctx, {})).find((object) => object.entity === entity)?.fields.map((of) => of.field);
    const parts = Object.entries(one.noun.catalog.columns).flatMap(([key, { of }]) =>
      (of ?? key) === name ? [key] : [],
    );
    const [all, left] = [await columns(seeing), await columns(blind)];
    expect(left).toEqual(all?.filter((column) => !parts.includes(column)));
  });
});

/** A title tells its parts, so search finds it by them. */
const searched = cases.filter(({ one, name, field }) => field.searchable && !titleParts(one).includes(name));

describe.each(searched)("a searchable field that may not be read: $title", (given) => {
  test("finds nothing", async () => {
    const { id, blind, entity } = await arrange(given);
    const { verbs } = given.one;
    const record = await verbs.get(seeing, { id });
    const { [given.name]: sample, version } = record;
    const text = isEntriesField(given.field) ? (sample as Entry[])[0]?.value : sample;
    expect(typeof text).toBe("string");
    const value = given.field.kind.startsWith("phone") ? "+49 151 7777123" : text;
    // Samples of other fields hold the same text.
    const others = Object.entries<Field>(given.one.noun.fields).filter(
      ([name, field]) => field.searchable && !field.required && !isPart(given.one, name),
    );
    const none = Object.fromEntries(others.map(([name]) => [name, null]));
    const needed = Object.entries<Field>(given.one.noun.fields).flatMap(([name, field]) =>
      field.searchable && field.required && String(record[name]).includes(String(text)) ? [name] : [],
    );
    const replaced = Object.fromEntries(needed.map((name) => [name, sampleFor(given, name, true)]));
    const computed = others.flatMap(([name, { computed: isComputed }]) =>
      isComputed && name !== given.name ? [[name, null]] : [],
    );
    if (computed.length > 0)
      await recordsOf(seeing, entity).update({
        where: { id },
        data: Object.fromEntries(computed),
        select: { id: true },
      });
    await verbs.update(seeing, {
      id,
      version,
      ...none,
      ...replaced,
      ...anotherName(given),
      [given.name]: isEntriesField(given.field) ? [{ value }] : value,
    });
    const found = async (ctx: Ctx) =>
      (await search(ctx, { q: String(value), entities: [entity], limit: 50 })).hits.map((hit) => hit.id);
    expect(await found(seeing)).toContain(id);
    expect(await found(blind)).not.toContain(id);
    const picked = async (ctx: Ctx) => (await given.one.verbs.pick(ctx, { q: String(value) })).map((row) => row.id);
    expect(await picked(seeing)).toContain(id);
    expect(await picked(blind)).not.toContain(id);
  });
});

describe("an opportunity whose value may not be read", () => {
  test("tells it by no derived amount, and orders no board by it", async () => {
    const { id, stageId } = await createOpportunity(seeing, {
      name: "Crane",
      amount: { amount: 500, currency: "USD" },
      probability: 50,
    });
    const blind = await workspace.as(owner, { hiddenFields: { opportunity: ["amount"] } });
    const { get, list } = opportunityOperations;
    expect(await get(seeing, { id })).toMatchObject({ weightedAmount: { amount: 250 } });
    expect(await get(blind, { id })).toMatchObject({ amount: null, weightedAmount: null, ownProbability: 50 });
    const sort = { field: "amount", direction: "asc" } as const;
    expect((await getBoardColumn(seeing, { stageId, sort })).rows).toHaveLength(2);
    await expect(list(blind, { sort })).rejects.toMatchObject(refused);
    await expect(getBoardColumn(blind, { stageId, sort })).rejects.toMatchObject(refused);
    await expect(getBoard(blind, { sort })).rejects.toMatchObject(refused);
    const conditions = [{ field: "amount", op: "notEmpty" }] as const;
    await expect(getBoardColumn(blind, { stageId, conditions: [...conditions] })).rejects.toMatchObject(refused);
    const card = (await getBoardColumn(blind, { stageId })).rows.find((row) => row.id === id);
    expect(card).toMatchObject({ name: "Crane", amount: null, weightedAmount: null });
  });
});

test("every noun has a field to hide", () => {
  expect(new Set(cases.map(({ one }) => one.noun.entity)).size).toBe(declared.length);
});
