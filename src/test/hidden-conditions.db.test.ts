// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { Condition, ListOperator } from "@/lib/list-filter";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { permissions } from "@/lib/roles";
import { unseenRecord } from "@/lib/unseen-record";
import type { ViewState } from "@/lib/views";
import { createView, getView, listViews, updateView } from "@/modules/platform/data/views/operations/views";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { objectsOf } from "@/server/list-kept-state";
import { operatorsOfKind } from "@/server/list-kinds";
import { relatedFields } from "@/server/list-targets";
import { newId } from "@/server/new-id";
import { exportedNouns } from "@/server/nouns/exported";
import { unknownId } from "@/server/unknown-id";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { fillWorkspace } from "./full-workspace";
import { makeRecords } from "./noun-rows";
import { rest, withKey } from "./tenancy/doors";

// A member knows ids: some of hidden records, others of records that do not exist. Nothing that takes an id in a condition
// tells them apart, and what others have stored gives them no such id.

const owned = Object.values(declaredNouns).flatMap(({ noun }) => (noun.head.owned ? [noun.entity] : []));
const visibility = Object.fromEntries(owned.map((entity) => [entity, "own" as const]));

let workspace: TestWorkspace;
let admin: Ctx;
let member: TestMember;
let attacker: Ctx;
/** Records of each kind that the attacker does not see. */
let hidden: Record<string, string>;

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  const { ids } = await fillWorkspace(admin);
  hidden = { ...ids, ...(await makeRecords(admin, ids, "hidden")) };
  member = await workspace.join("member");
  attacker = await later(await workspace.as(member, { visibility }));
});

interface Asked {
  noun: NounEntity;
  field: string;
  entity: string;
  ops: readonly ListOperator[];
}

/** The conditions of each list whose values are ids of records that can be hidden. */
const asked: Asked[] = Object.values(declaredNouns).flatMap(({ noun, table }) =>
  [...Object.entries(table.list.fields), ...relatedFields(table.list)].flatMap(([name, field]) => {
    if (field.choices || !["id", "related"].includes(field.kind)) return [];
    return objectsOf(field)
      .filter((entity) => owned.includes(entity as NounEntity))
      .map((entity) => ({ noun: noun.entity, field: name, entity, ops: operatorsOfKind(field.kind) }));
  }),
);

const several: readonly ListOperator[] = ["anyOf", "noneOf"];
const condition = (field: string, op: ListOperator, id: string): Condition => ({
  field,
  op,
  value: several.includes(op) ? [id] : id,
});

type Ask = (ctx: Ctx, input: unknown) => Promise<unknown>;
const answer = async (ask: () => Promise<unknown>): Promise<unknown> =>
  await ask().catch((error: unknown) => {
    const { code, message } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return { code, message };
  });

/** Every way to ask a list with a condition on an id. */
async function answersTo(ctx: Ctx, { noun, field, ops }: Asked, id: string): Promise<unknown[]> {
  const operations = declaredNouns[noun] as unknown as Record<string, Ask>;
  const exported = exportedNouns().find(({ entity }) => entity === noun);
  const answers: unknown[] = [];
  for (const op of ops.filter((one) => ["is", "isNot", ...several].includes(one))) {
    const conditions = [condition(field, op, id)];
    for (const verb of ["list", "totals"])
      answers.push(await answer(async () => await operations[verb]?.(ctx, { conditions })));
    answers.push(await answer(async () => await operations.groups?.(ctx, { conditions, group: "owner" })));
    answers.push(await answer(async () => await exported?.count(ctx, { conditions }, "seen")));
    answers.push(await answer(async () => await exported?.filterWords(ctx, { conditions })));
    answers.push(await viewsWith(ctx, noun, conditions));
  }
  return answers;
}

/** A view of one's own with the conditions: as it is answered, and the list by it. */
async function viewsWith(ctx: Ctx, noun: NounEntity, conditions: Condition[]): Promise<unknown> {
  const operations = declaredNouns[noun] as unknown as Record<string, Ask>;
  const made = await createView(ctx, { noun, name: "Own", state: { conditions } });
  const list = await answer(async () => await operations.list?.(ctx, { view: made.id }));
  await ctx.db.savedView.deleteMany({ where: { id: made.id } });
  return { state: made.state, dropped: made.dropped, list };
}

describe("a condition on a hidden record is answered as one on an id that nobody has", () => {
  test.each(asked)("$noun by $field, a hidden $entity", async (one) => {
    const id = hidden[one.entity] ?? "";
    expect(id, one.entity).not.toBe("");
    const [known, none] = [await answersTo(attacker, one, id), await answersTo(attacker, one, newId())];
    expect(known).toEqual(none);
    expect(JSON.stringify(known)).not.toContain(id);
    const seeing = JSON.stringify(await answersTo(admin, one, id));
    expect(seeing).toContain(id);
    expect(seeing).not.toContain(unseenRecord);
  });
});

describe("a view that its reader shares with others", () => {
  const nobody = newId();
  const state = (): Partial<ViewState> => ({
    match: "any",
    conditions: [
      condition("account", "anyOf", hidden.account ?? ""),
      { field: "name", op: "contains", value: "Copper" },
      condition("account", "isNot", nobody),
    ],
    groups: [{ match: "all", conditions: [condition("competitor", "is", hidden.account ?? "")] }],
  });
  const shared = async () =>
    await createView(admin, { noun: "opportunity", name: `Shared ${newId()}`, scope: "workspace", state: state() });

  test("gives a member no id that they do not see, over any door", async () => {
    const view = await shared();
    const read = await getView(attacker, { id: view.id });
    const { views } = await listViews(attacker, { noun: "opportunity" });
    const key = await withKey(workspace.tenant.id, member, [...permissions]);
    await admin.db.visibilitySetting.createMany({ data: owned.map((entity) => ({ entity, level: "own" })) });
    const answered = await rest("GET", `/views/${view.id}`, key);
    await admin.db.visibilitySetting.deleteMany({});
    expect(answered.status).toBe(200);
    for (const text of [read, views, answered.body]) expect(JSON.stringify(text)).not.toContain(hidden.account);
    expect(read.state.conditions.map(({ field, op }) => [field, op])).toEqual([
      ["account", "anyOf"],
      ["name", "contains"],
      ["account", "isNot"],
    ]);
    expect(read.dropped).toEqual([]);
    expect((answered.body.data as typeof read).state).toEqual(read.state);
  });

  test("keeps its values when a member saves it who no longer sees them", async () => {
    const own = await createView(attacker, { noun: "opportunity", name: `Own ${newId()}`, state: state() });
    const { conditions, groups } = own.state;
    const moved = [...conditions.slice(1), { field: "amount", op: "notEmpty" as const }, ...conditions.slice(0, 1)];
    await updateView(attacker, { id: own.id, version: own.version, state: { ...own.state, conditions: moved } });
    const row = await admin.db.savedView.findFirstOrThrow({ where: { id: own.id }, select: { state: true } });
    const [first, ...rest] = state().conditions ?? [];
    expect(row.state).toMatchObject({
      conditions: [...rest, { field: "amount", op: "notEmpty" }, first],
      groups: state().groups,
    });
    expect(JSON.stringify([conditions, groups])).toContain(unknownId.slice(0, -12));
  });

  test("puts no value back into another field, which would answer it", async () => {
    const own = await createView(attacker, { noun: "opportunity", name: `Own ${newId()}`, state: state() });
    const [first] = own.state.conditions;
    const asText = { field: "name", op: "contains" as const, value: String([first?.value].flat()[0]) };
    const { state: saved } = await updateView(attacker, {
      ...{ id: own.id, version: own.version },
      state: { ...own.state, conditions: [asText] },
    });
    expect(JSON.stringify(saved)).not.toContain(hidden.account);
  });

  test("matches nothing by them, and all by their opposite", async () => {
    const operations = declaredNouns.contact;
    await operations.create(admin, { name: "Mine", accountId: hidden.account, ownerId: member.id } as never);
    const found = async (op: ListOperator) => {
      const given = { conditions: [condition("account", op, hidden.account ?? "")] };
      const view = await createView(admin, { noun: "contact", name: newId(), scope: "workspace", state: given });
      return (await operations.totals(attacker, { view: view.id } as never)).count;
    };
    expect([await found("is"), await found("isNot")]).toEqual([0, 1]);
  });
});

test("kinds of records that are asked for here are all that have owners", () => {
  expect(asked.length).toBeGreaterThan(10);
  expect(new Set(asked.map(({ entity }) => nouns[entity as NounEntity].owned))).toEqual(new Set([true]));
});
