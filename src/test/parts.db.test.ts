// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { type Field, type FieldOf, inputName, isNeeded, isReference } from "@/lib/fields/field";
import { isAmount, isFixed, type PartList } from "@/lib/nouns/parts";
import { declaredNouns, nounParts } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { columnsOf } from "@/server/nouns/part-rows";
import { recordsOf } from "@/server/nouns/records";
import { snakeCase } from "@/server/nouns/snake-case";
import { atOnce } from "./at-once";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { sampleOf } from "./noun-rows";
import { opportunityWorkspace } from "./opportunities";

type Input = Readonly<Record<string, unknown>>;
type Row = { id: string; version: number } & Input;
type Call = (ctx: Ctx, input: Input) => Promise<Row>;
type Operations = Record<"list" | "add" | "update" | "remove" | "move", Call> & { declared: PartList };
const lists = (nounParts as unknown as Operations[]).map((one) => [one.declared.table, one] as const);
const ordered = lists.filter(([, { declared }]) => declared.ordered);
const named = lists.filter(([, { declared }]) => declared.unique);

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  ({ workspace, admin } = await opportunityWorkspace());
});

const operationsOf = (entity: string) => declaredNouns[entity as keyof typeof declaredNouns];
const callsOf = (entity: string) =>
  operationsOf(entity) as unknown as Record<"create" | "archive" | "delete" | "list", Call>;
/** A new record, with those that it needs. */
async function make(ctx: Ctx, entity: string): Promise<Row> {
  const needed: Record<string, unknown> = { name: newId() };
  for (const [name, field] of Object.entries<Field>(operationsOf(entity).noun.fields))
    if (field.kind === "reference" && isNeeded(field))
      needed[inputName(name, field)] = (await make(ctx, (field as FieldOf<"reference">).to)).id;
  return await callsOf(entity).create(ctx, needed);
}
const referencesIn = ({ fields }: PartList) =>
  Object.entries<Field>(fields).flatMap(([name, field]) =>
    field.kind === "reference" ? [[name, (field as FieldOf<"reference">).to] as const] : [],
  );
const sample = (field: Field) =>
  isAmount(field) ? 12_345 : sampleOf(field, { marker: "Sample", memberId: "", ids: {} });

/** The input of a new part that points to new records. */
async function newPart(ctx: Ctx, { fields }: PartList): Promise<Input> {
  const entries = Object.entries<Field>(fields).filter(([, field]) => isNeeded(field) || field.kind === "reference");
  const values: Record<string, unknown> = {};
  for (const [name, field] of entries)
    values[inputName(name, field)] =
      field.kind === "reference" ? (await make(ctx, (field as FieldOf<"reference">).to)).id : sample(field);
  return values;
}

const partsOf = (one: Operations, row: Row) => row[one.declared.many] as Row[];
/** A part as inputs name it. */
function keyOf({ declared: { key, unique } }: Operations, part: Row | undefined): Input {
  return { [key]: unique ? (part?.[unique] as Row | undefined)?.id : part?.id };
}
/** The record and its parts as the database holds them. */
const stored = async ({ declared }: Operations, id: string) => ({
  rows: await adminQuery(`select * from ${declared.table} where ${snakeCase(declared.of)}_id = $1 order by id`, [id]),
  version: (await recordsOf(admin, declared.of).findFirst({ where: { id }, select: { id: true, version: true } }))
    ?.version,
});

async function refused(one: Operations, id: string, act: () => Promise<unknown>, code: string) {
  const before = await stored(one, id);
  await expect(act()).rejects.toMatchObject({ code });
  expect(await stored(one, id)).toEqual(before);
}

/** A record with `count` parts. */
async function withParts(one: Operations, count: number): Promise<Row> {
  let row = await make(admin, one.declared.of);
  for (let at = 0; at < count; at++)
    row = await one.add(admin, { id: row.id, version: row.version, ...(await newPart(admin, one.declared)) });
  return row;
}

test("there are parts, and some have an order", () => {
  expect(lists.length).toBeGreaterThan(1);
  expect(ordered.length).toBeGreaterThan(0);
  expect(named.length).toBeGreaterThan(0);
});

describe.each(lists)("%s", (_table, one) => {
  const { declared } = one;

  test("are added, changed and removed, each as a version of their record with an event", async () => {
    const { id } = await make(admin, declared.of);
    const given = await newPart(admin, declared);
    const [part] = partsOf(one, await one.add(admin, { id, version: 1, ...given }));
    const open = Object.entries<Field>(declared.fields).filter(([, field]) => !isReference(field));
    const values = Object.fromEntries(open.map(([name, field]) => [name, sample(field)]));
    const shown = Object.fromEntries(
      open.map(([name, field]) => [
        name,
        isAmount(field) ? expect.objectContaining({ amount: 12_345 }) : sample(field),
      ]),
    );
    const changed = await one.update(admin, { id, version: 2, ...keyOf(one, part), ...values });
    expect(partsOf(one, changed)).toMatchObject([{ id: part?.id, ...shown }]);
    const left = await one.remove(admin, { id, version: 3, ...keyOf(one, part) });
    expect(left).toMatchObject({ version: 4, [declared.many]: [] });
    expect((await stored(one, id)).rows).toEqual([]);
    const { added, changed: edited, removed } = declared.events;
    const events = await adminQuery<{ name: string; data: object; before: object; after: object }>(
      "select name, data, before, after from events where entity_id = $1 and entity_version > 1 order by entity_version",
      [id],
    );
    expect(events.map(({ name }) => name)).toEqual([added.name, edited.name, removed.name]);
    for (const [at, event] of [added, edited, removed].entries()) {
      expect(event.payload.parse(events[at]?.data)).toEqual(events[at]?.data);
      expect(declared.timeline).toHaveProperty([event.name, "verb"]);
    }
    expect(events.map(({ after }) => (after as Record<string, unknown[]>)[declared.many]?.length)).toEqual([1, 1, 0]);
  });

  test("are found from the record that they point to: its timeline and the filter of lists", async () => {
    const { id } = await withParts(one, 0);
    const given = await newPart(admin, declared);
    await one.add(admin, { id, version: 1, ...given });
    for (const [name, to] of referencesIn(declared)) {
      const target = given[`${name}Id`] as string;
      const told = await adminQuery(
        `select 1 from events e join event_subjects s on s.tenant_id = e.tenant_id and s.event_id = e.id
         where e.entity_id = $1 and e.name = $2 and s.entity = $3 and s.entity_id = $4`,
        [id, declared.events.added.name, to, target],
      );
      expect(told, name).toHaveLength(1);
      const conditions = [{ field: name, op: "anyOf", value: [target] }];
      const { rows } = await callsOf(declared.of).list(admin, { conditions });
      expect((rows as Row[]).map((row) => row.id)).toEqual([id]);
    }
  });

  test("are not changed by two people at once: the second gets the present list, and nothing is lost", async () => {
    const { id } = await withParts(one, 0);
    const [first, second] = [await newPart(admin, declared), await newPart(admin, declared)];
    const add = (given: Input) => () => one.add(admin, { id, version: 1, ...given });
    const answers = await atOnce<Row>(add(first), add(second));
    const done = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const refusals = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect([done.length, refusals.length]).toEqual([1, 1]);
    const details = {
      changed: [declared.many],
      current: { version: 2, [declared.many]: done.flatMap((row) => partsOf(one, row)) },
    };
    expect(refusals[0]).toMatchObject({ code: "CONFLICT", details });
    expect(await stored(one, id)).toMatchObject({ version: 2, rows: [expect.anything()] });
  });

  test("point to no record of another workspace, and to none that the actor may not see or that is archived", async () => {
    const elsewhere = await (await testWorkspace()).role("admin");
    for (const [name, to] of referencesIn(declared)) {
      const { head } = operationsOf(to).noun;
      const mine = await newPart(admin, declared);
      const visibility = { [to]: "own" as const };
      const seller = await workspace.as(await workspace.join("member"), { visibility });
      const isOwned = operationsOf(declared.of).noun.head.owned;
      const { id } = await make(isOwned ? seller : admin, declared.of);
      const add = (ctx: Ctx, target: string) => () => one.add(ctx, { id, version: 1, ...mine, [`${name}Id`]: target });
      await refused(one, id, add(admin, (await make(elsewhere, to)).id), "NOT_FOUND");
      if (head.owned) await refused(one, id, add(seller, (await make(admin, to)).id), "NOT_FOUND");
      const old = await make(admin, to);
      await callsOf(to).archive(admin, { id: old.id, version: old.version });
      await refused(one, id, add(admin, old.id), "CONFLICT");
    }
  });

  test("are those of their own record: another one's is not found", async () => {
    const [other, { id, version }] = [await withParts(one, 1), await withParts(one, 1)];
    const target = { id, version, ...keyOf(one, partsOf(one, other)[0]) };
    await refused(one, id, () => one.update(admin, target), "NOT_FOUND");
    await refused(one, id, () => one.remove(admin, target), "NOT_FOUND");
  });

  test("are not read by those who may not see the record; others see no names of records that they may not see", async () => {
    const row = await withParts(one, 1);
    const member = await workspace.join("member");
    const key = await workspace.as(member, { scopes: [`${declared.of}:view`] });
    const [part] = partsOf(one, await one.list(key, { id: row.id }));
    for (const [name] of referencesIn(declared)) expect(part?.[name]).toEqual({ id: null, name: expect.any(String) });
    const { head } = operationsOf(declared.of).noun;
    if (!head.owned) return;
    const other = await workspace.as(member, { visibility: { [head.accessFrom?.entity ?? declared.of]: "own" } });
    await expect(one.list(other, { id: row.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await refused(one, row.id, () => one.remove(other, { ...row, ...keyOf(one, partsOf(one, row)[0]) }), "NOT_FOUND");
  });

  test("are deleted with their record", async () => {
    const { id, version } = await withParts(one, 2);
    // Lists in the settings are not deleted by people.
    if ("delete" in operationsOf(declared.of)) await callsOf(declared.of).delete(admin, { id, version });
    else await recordsOf(admin, declared.of).delete({ where: { id } });
    expect((await stored(one, id)).rows).toEqual([]);
  });

  test("are no more than the most", async () => {
    const { id, version } = await withParts(one, 0);
    const given = await newPart(admin, declared);
    const { unique } = declared;
    const fields = Object.entries<Field>(declared.fields);
    const initial = Object.fromEntries(fields.map(([name, field]) => [inputName(name, field), field.initial]));
    const rows: Input[] = [];
    for (let at = 1; at <= declared.most; at++) {
      const own = unique ? await newPart(admin, declared) : given;
      const position = declared.ordered ? { position: at } : {};
      rows.push({
        ...columnsOf(admin, declared, { ...initial, ...own, id: "" }),
        ...position,
        [`${declared.of}Id`]: id,
      });
    }
    await recordsOf(admin, declared.model).createMany({ data: rows });
    await refused(one, id, () => one.add(admin, { id, version, ...given }), "CONFLICT");
  });
});

describe.each(ordered)("%s, in their order", (_table, one) => {
  test("are moved before another one, and to the end", async () => {
    const { id, version, ...row } = await withParts(one, 3);
    const [a, b, c] = partsOf(one, { id, version, ...row }).map((part) => part.id);
    const move = async (part: string | undefined, more: object, from: number) => {
      const now = await one.move(admin, { id, version: from, [one.declared.key]: part, ...more });
      return { version: now.version, order: partsOf(one, now).map((moved) => moved.id) };
    };
    expect(await move(c, { beforeId: a }, 4)).toEqual({ version: 5, order: [c, a, b] });
    expect(await move(c, {}, 5)).toEqual({ version: 6, order: [a, b, c] });
    expect(await move(a, { beforeId: c }, 6)).toEqual({ version: 7, order: [b, a, c] });
    // Where it stands already: no new version.
    expect(await move(a, { beforeId: c }, 7)).toEqual({ version: 7, order: [b, a, c] });
    expect(await move(a, { beforeId: a }, 7)).toEqual({ version: 7, order: [b, a, c] });
    await refused(one, id, () => move(a, { beforeId: newId() }, 7), "NOT_FOUND");
    await refused(one, id, () => move(c, { beforeId: b }, 5), "CONFLICT");
    const after = await one.add(admin, { id, version: 7, ...(await newPart(admin, one.declared)) });
    expect(
      partsOf(one, after)
        .map((part) => part.id)
        .slice(0, 3),
    ).toEqual([b, a, c]);
  });
});

describe.each(named)("%s, named by a record", (_table, one) => {
  test("stand there once", async () => {
    const { id, version } = await withParts(one, 0);
    const given = await newPart(admin, one.declared);
    const now = await one.add(admin, { id, version, ...given });
    await refused(one, id, () => one.add(admin, { id, version: now.version, ...given }), "CONFLICT");
  });
});

test("changeable fields leave out what a part always points to", () => {
  for (const [, { declared }] of lists)
    for (const [name, field] of Object.entries<Field>(declared.fields))
      if (isFixed(field) && inputName(name, field) !== declared.key)
        expect((declared.update as unknown as { shape: object }).shape).not.toHaveProperty(inputName(name, field));
});
