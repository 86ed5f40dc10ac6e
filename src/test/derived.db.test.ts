import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { derivedIn } from "@/lib/fields/derived";
import { type Derived, type Field, inputName, isNeeded } from "@/lib/fields/field";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { type TestMember, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { importOf } from "./import-trial";
import { newMark } from "./new-mark";
import { cellsOf, sampleOf } from "./noun-rows";

// A field that follows from others has the value that its declaration computes, whoever writes those others.

type Values = Readonly<Record<string, unknown>>;
type Row = Values & { id: string; version: number };
type Calls = Readonly<Record<"create" | "update" | "get", (ctx: Ctx, input: Values) => Promise<Row>>>;
const derived = Object.values(declaredNouns).flatMap((declared) =>
  derivedIn(declared.noun.fields).map(
    ([name, rules]) => [`${declared.noun.entity}.${name}`, { declared, name, rules }] as const,
  ),
);

let ctx: Ctx;
let member: TestMember;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  const workspace = await testWorkspace();
  member = await workspace.join("owner");
  ctx = await workspace.as(member);
  ({ ids } = await fillWorkspace(ctx));
});

/** Another value of the same kind. */
function otherOf(field: Field, value: unknown): unknown {
  if (field.kind === "date") return "2027-01-31";
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  return typeof value === "string" && /ext$/.test(field.kind) ? `Other ${value}` : value;
}

/** A value with the ids of records in the place of what it points to, as inputs have it. */
function withIds(held: unknown): unknown {
  const idOf = (one: unknown) => (typeof one === "object" && one !== null && "id" in one ? one.id : (one ?? null));
  return Array.isArray(held) ? held.map(idOf) : idOf(held);
}

/** The value that the declaration makes of a record; records that it points to are given by their ids. */
function expectedOf({ of, value }: Derived, record: Values): unknown {
  return value(Object.fromEntries(of.map((name) => [name, withIds(record[name])])));
}

test("there are such fields", () => expect(derived.length).toBeGreaterThan(0));

describe.each(derived)("%s", (_title, { declared, name, rules }) => {
  const { noun } = declared;
  const calls = declared as unknown as Calls;
  const fields: Readonly<Record<string, Field>> = noun.fields;
  const sample = (marker: string) => ({ marker, memberId: member.id, ids });
  /** The fields that it follows from, with the others that a new record needs. */
  const given = (): Values => {
    const marker = `sample-${newMark()}`;
    const needed = Object.entries(fields).filter(
      ([at, field]) => rules.of.includes(at) || isNeeded(field) || (at === "name" && !field.computed && !field.derived),
    );
    return Object.fromEntries(
      needed.map(([at, field]) => [inputName(at, field), sampleOf(field, sample(marker))] as const),
    );
  };

  test("is right on a new record, and after each change of what it follows from", async () => {
    let record = await calls.create(ctx, given());
    expect(record[name]).toEqual(expectedOf(rules, record));
    for (const at of rules.of) {
      const field = fields[at] as Field;
      const other = otherOf(field, record[at]);
      const changed = { [inputName(at, field)]: withIds(other) };
      const isOther = JSON.stringify(other) !== JSON.stringify(record[at]);
      await calls.update(ctx, { id: record.id, version: record.version, ...changed });
      const before = record[name];
      record = await calls.get(ctx, { id: record.id });
      expect(record[name], at).toEqual(expectedOf(rules, record));
      if (isOther && !fields[name]?.required) expect(record[name], at).not.toEqual(before);
    }
  });

  test("is right on records that files make and change", async () => {
    // A list is a cell of another form.
    const plain = Object.entries(given()).filter(([, value]) => typeof value !== "object");
    const cells: Values = Object.fromEntries(plain.map(([at, value]) => [at.replace(/Id$/, ""), value]));
    const first: Values = { ...cells, ...cellsOf(fields, sample(`sample-${newMark()}`)) };
    const second = Object.fromEntries(
      rules.of.flatMap((at) => (at in first ? [[at, otherOf(fields[at] as Field, first[at])]] : [])),
    );
    const externalId = randomUUID();
    for (const values of [first, { ...first, ...second }]) {
      const { id: importId } = await createImport(ctx, {});
      const rows = [{ line: 2, values: { ...values, externalId, externalSource: "file" } }];
      const read = { importId, options: { ownerId: null, answers: {} }, rows, dry: false };
      const { problems } = await importOf(noun.entity).importer.upsert(
        { ...ctx, batchId: importId } as Ctx,
        read as never,
      );
      expect(problems).toEqual([]);
      const [row] = await adminQuery<{ id: string }>(
        `select id from ${noun.head.table} where external_id = $1 and tenant_id = $2`,
        [externalId, ctx.tenant.id],
      );
      const record = await calls.get(ctx, { id: row?.id });
      expect(record[name]).toEqual(expectedOf(rules, record));
      for (const at of Object.keys(values).filter((one) => rules.of.includes(one) && fields[one]?.kind === "date"))
        expect(record[at]).toBe(values[at]);
    }
  });
});
