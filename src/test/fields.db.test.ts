import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyTenantOperation } from "@/server/operation";
import { testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { furnishNouns } from "./noun-rows";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { furnish } from "./world";

// Between a form and a column a field passes half a dozen hand-written lists, and one of them may lack it unnoticed.

type Fields = Record<string, unknown>;
type Call = (ctx: Ctx, input: unknown) => Promise<Fields>;

const byRoute = new Map<string, AnyTenantOperation>();
for (const operation of Object.values<unknown>(operations) as AnyTenantOperation[])
  if (operation.realm === "tenant" && operation.rest)
    byRoute.set(`${operation.rest.method} ${operation.rest.path}`, operation);

/** Objects that are created, changed and read one by one, by their REST address. */
const objects = [...byRoute].flatMap(([route, create]) => {
  const path = /^POST (\/[\w-]+)$/.exec(route)?.[1];
  const [read, update] = [byRoute.get(`GET ${path}/{id}`), byRoute.get(`PATCH ${path}/{id}`)];
  return path && read && update ? [{ path, create, read, update }] : [];
});

/** Fields that the record shows otherwise, or accepts only with others; other tests cover them. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  "/teams": ["memberIds"],
  "/pipelines": ["lossReasons"],
  "/opportunities": ["actualCloseDate", "lossReasonId", "lossDetail"],
};

function sample(operation: AnyTenantOperation, ids: Ids, full: boolean): Fields {
  const idOf = (field: string) => ids[entityOf(field, operation) ?? ""];
  const input = sampleInput(operation, { optional: full, idOf, ...(full ? { other: true } : {}) });
  return operation.input.parse(input) as Fields;
}

/** How a record shows a field's input; for a reference its id. */
function shown(record: Fields, field: string): unknown {
  if (field in record) return record[field];
  const pointed = record[field.replace(/Id$/, "")] as { id: string } | null | undefined;
  return pointed?.id ?? null;
}

/** A workspace with a row of everything, and second rows of the nouns and members that records point to. */
async function furnished(): Promise<{ ctx: Ctx; ids: Ids; others: Ids }> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const ctx = await workspace.role("owner");
  const { ids } = await furnish(ctx);
  const byHand = Object.entries(ids).filter(([entity]) => !Object.hasOwn(declaredNouns, entity));
  const others = await furnishNouns(ctx, Object.fromEntries(byHand), randomUUID());
  return { ctx, ids, others: { ...others, member: (await workspace.join("member")).id } };
}

/** The fields that came out different, each set alone on a separate record. */
async function lost(object: (typeof objects)[number], by: "create" | "update"): Promise<string[]> {
  const { ctx, ids, others } = await furnished();
  const [make, read, change] = [object.create, object.read, object.update] as unknown as [Call, Call, Call];
  const bare = () => ({ ...sample(object.create, ids, false), name: randomUUID() });
  const found: string[] = [];
  for (const [field, value] of Object.entries(sample(object[by], others, true))) {
    if (["id", "version", ...(elsewhere[object.path] ?? [])].includes(field)) continue;
    try {
      const isSo = async (id: unknown) => isDeepStrictEqual(shown(await read(ctx, { id }), field), value);
      const { id, version } = await make(ctx, by === "create" ? { ...bare(), [field]: value } : bare());
      if (by === "update" && (await isSo(id))) found.push(`${field}: was so before`);
      if (by === "update") await change(ctx, { id, version, [field]: value });
      if (!(await isSo(id))) found.push(`${field}: is not ${JSON.stringify(value)}`);
    } catch (error) {
      found.push(`${field}: ${toAppError(error, "reference").message}`);
    }
  }
  return found;
}

test.each(objects)("$path keeps each field that it is made with", async (object) => {
  expect(await lost(object, "create")).toEqual([]);
});

test.each(objects)("$path keeps each field that is changed", async (object) => {
  expect(await lost(object, "update")).toEqual([]);
});

test.each(objects)("the events of $path keep of what it points to the id alone", async ({ path, create, update }) => {
  const { ctx, ids } = await furnished();
  const [make, change] = [create, update] as unknown as [Call, Call];
  const remove = byRoute.get(`DELETE ${path}/{id}`) as unknown as Call | undefined;
  const given = Object.entries(sample(update, ids, true)).filter(([field]) => !elsewhere[path]?.includes(field));
  const { id, version } = await make(ctx, { ...sample(create, ids, false), name: randomUUID() });
  const changed = await change(ctx, { ...Object.fromEntries(given), id, version });
  await remove?.(ctx, { id, version: changed.version });
  const kept = await adminQuery<{ field: string }>(
    `select distinct key as field from events, jsonb_each(coalesce(before, '{}') || coalesce(after, '{}'))
     where entity_id = $1 and jsonb_typeof(value) = 'object' and value ? 'id'`,
    [id],
  );
  expect(kept).toEqual([]);
});
