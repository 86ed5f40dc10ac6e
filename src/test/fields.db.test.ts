import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Field } from "@/lib/fields/field";
import { hasStates } from "@/lib/fields/states";
import { createdEventData } from "@/lib/nouns/similar-schema";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyTenantOperation } from "@/server/operation";
import { later, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { makeRecords, plainNouns } from "./noun-rows";
import { isFull } from "./rounds";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { isDeep } from "./tiers";

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
const isDeepObject = ({ create }: (typeof objects)[number]) =>
  Object.entries(operations as object).some(([name, operation]) => operation === create && isDeep(name));
const [deep, light] = [objects.filter(isDeepObject), objects.filter((object) => !isDeepObject(object))];

/** Fields that the record shows otherwise, or accepts only with others; other tests cover them. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  "/teams": ["memberIds"],
  "/pipelines": ["lossReasons"],
  // Views of teams name one, and others none.
  "/views": ["scope", "teamId", "state"],
  // The kind of the record that a comment is on; the record of another kind has another id.
  "/comments": ["entity"],
  // A new task is billable, as the sample says; its parent and status are of its project.
  "/tasks": ["billable", "parentId", "statusId"],
  // Shares let only guests of the team do something; guests.db.test.ts has each case.
  "/projects": ["commenters", "completers"],
  "/opportunities": ["actualCloseDate", "lossReasonId", "lossDetail", "valueFromLines"],
};

/** States change by their steps alone; states.db.test.ts covers them. */
function isElsewhere(path: string, field: string): boolean {
  const declared = Object.values(declaredNouns).find(({ noun }) => path === `/${noun.head.path}`);
  const known: Readonly<Record<string, Field>> = declared?.noun.fields ?? {};
  return (elsewhere[path]?.includes(field) ?? false) || (known[field] !== undefined && hasStates(known[field]));
}

/** Fields that others need beside them. */
const beside: Readonly<Record<string, Fields>> = { externalId: { externalSource: "Elsewhere" } };

/** An input of all fields; not what only the event of a new record keeps. */
function sample(operation: AnyTenantOperation, ids: Ids, full: boolean): Fields {
  const idOf = (field: string) => ids[entityOf(field, operation) ?? ""];
  const input = sampleInput(operation, { optional: full, idOf, ...(full ? { other: true } : {}) });
  const entries = Object.entries(operation.input.parse(input) as Fields);
  const parsed = Object.fromEntries(entries.filter(([field]) => !isOption(field)));
  return {
    ...parsed,
    ...("tags" in parsed ? { tags: [ids.tag] } : {}),
    ...("custom" in parsed ? { custom: { kept: randomUUID() } } : {}),
  };
}

/** An entry of a list, or a link, as it was given: how it is displayed comes from the server. */
function givenEntry(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  if ("placeholder" in entry) return (entry as { id?: unknown }).id;
  const { display: _display, valid: _valid, ...given } = entry as Record<string, unknown>;
  return "entity" in given ? { entity: given.entity, id: given.id } : given;
}

/** A formatted text, which was given as Markdown. */
const isFormatted = (value: unknown): value is { text: string } =>
  typeof value === "object" && value !== null && "doc" in value && "text" in value;

/** Whether an input says how a record is created, and is no field of it. */
const isOption = (field: string) => field in createdEventData || field === "allowDuplicate";

/** How a record shows a field's input; for a reference its id. */
function shown(record: Fields, field: string): unknown {
  if (field === "custom") return { kept: (record.custom as Fields).kept };
  if (Array.isArray(record[field])) return record[field].map(givenEntry);
  if (isFormatted(record[field])) return record[field].text;
  if (field in record) return record[field];
  const pointed = record[field.replace(/Id$/, "")] as { id: string } | null | undefined;
  return pointed?.id ?? null;
}

interface Filled {
  ctx: Ctx;
  ids: Ids;
  others: Ids;
}

/** A workspace with a row of everything, and others of the nouns and members that records point to. */
async function filled(): Promise<Filled> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.role("owner");
  const { ids } = await fillWorkspace(owner);
  await defineFields(owner);
  const ctx = await later(owner);
  const byHand = Object.entries(ids).filter(([entity]) => !plainNouns.some(({ noun }) => noun.entity === entity));
  const others = await makeRecords(ctx, Object.fromEntries(byHand), randomUUID());
  return { ctx, ids, others: { ...others, member: (await workspace.join("member")).id } };
}

/** A custom field of each noun, called `kept`. */
async function defineFields({ db }: Ctx): Promise<void> {
  const field = { key: "kept", kind: "text", label: "Kept", position: 2 };
  for (const entity of Object.keys(declaredNouns)) await db.customField.create({ data: { entity, ...field } });
}

/** A workspace for each way: names and keys of records must not meet again. */
const sites = {} as Record<"create" | "update" | "events" | "atOnce", Filled>;
beforeAll(async () => {
  for (const way of ["update", "events", "atOnce", ...(isFull ? (["create"] as const) : [])] as const)
    sites[way] = await filled();
});

/** The fields that came out different, each set alone on a separate record. */
async function lost(object: (typeof objects)[number], by: "create" | "update"): Promise<string[]> {
  const { ctx, ids, others } = sites[by];
  const [make, read, change] = [object.create, object.read, object.update] as unknown as [Call, Call, Call];
  const bare = () => ({ ...sample(object.create, ids, false), name: randomUUID() });
  const found: string[] = [];
  for (const [field, value] of Object.entries(sample(object[by], others, true))) {
    if (["id", "version"].includes(field) || isElsewhere(object.path, field)) continue;
    try {
      const isSo = async (id: unknown) => isDeepStrictEqual(shown(await read(ctx, { id }), field), value);
      const { id, version } = await make(
        ctx,
        by === "create" ? { ...bare(), ...beside[field], [field]: value } : bare(),
      );
      if (by === "update" && (await isSo(id))) found.push(`${field}: was so before`);
      if (by === "update") await change(ctx, { id, version, ...beside[field], [field]: value });
      if (!(await isSo(id))) found.push(`${field}: is not ${JSON.stringify(value)}`);
    } catch (error) {
      found.push(`${field}: ${toAppError(error, "reference").message}`);
    }
  }
  return found;
}

test.each(isFull ? deep : [])("$path keeps each field that it is made with", async (object) => {
  expect(await lost(object, "create")).toEqual([]);
});

test.each(deep)("$path keeps each field that is changed", async (object) => {
  expect(await lost(object, "update")).toEqual([]);
});

test.each(deep)("the events of $path keep of what it points to the id alone", async ({ path, create, update }) => {
  const { ctx, ids } = sites.events;
  const [make, change] = [create, update] as unknown as [Call, Call];
  const remove = byRoute.get(`DELETE ${path}/{id}`) as unknown as Call | undefined;
  const given = Object.entries(sample(update, ids, true)).filter(([field]) => !isElsewhere(path, field));
  const { id, version } = await make(ctx, { ...sample(create, ids, false), name: randomUUID() });
  const changed = await change(ctx, { ...Object.fromEntries(given), id, version });
  await remove?.(ctx, { id, version: changed.version });
  expect(await objectsInEvents(id)).toEqual([]);
});

/** The fields of which the events of a record keep more than an id. */
const objectsInEvents = (id: unknown) =>
  adminQuery<{ field: string }>(
    `select distinct key as field from events, jsonb_each(coalesce(before, '{}') || coalesce(after, '{}'))
     where entity_id = $1 and jsonb_typeof(value) = 'object' and value ? 'id'`,
    [id],
  );

/** An input with a name that no other record has; nobody names records whose title follows from other fields. */
function withNewName(entries: [string, unknown][]): Fields {
  const given: Fields = Object.fromEntries(entries);
  return "name" in given ? { ...given, name: randomUUID() } : given;
}

describe.runIf(light.length > 0)("nouns whose fields are like those of others", () => {
  test.each(light)("$path keeps all its fields, made and changed at once, and its events ids alone", async (object) => {
    const { ctx, ids, others } = sites.atOnce;
    const [make, read, change] = [object.create, object.read, object.update] as unknown as [Call, Call, Call];
    const isOwn = ([field]: [string, unknown]) =>
      !["id", "version"].includes(field) && !isElsewhere(object.path, field);
    const wrong = (record: Fields, given: Fields) =>
      Object.entries(given).flatMap(([field, value]) =>
        isDeepStrictEqual(shown(record, field), value) ? [] : [`${field}: is not ${JSON.stringify(value)}`],
      );
    const first = withNewName(Object.entries(sample(object.create, others, true)).filter(isOwn));
    const { id, version } = await make(ctx, first);
    expect(wrong(await read(ctx, { id }), first)).toEqual([]);
    const second = withNewName(Object.entries(sample(object.update, ids, true)).filter(isOwn));
    await change(ctx, { ...second, id, version });
    expect(wrong(await read(ctx, { id }), second)).toEqual([]);
    expect(await objectsInEvents(id)).toEqual([]);
  });
});
