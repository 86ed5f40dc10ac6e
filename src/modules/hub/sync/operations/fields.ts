import "server-only";
import { customName } from "@/lib/fields/custom";
import { requireProvider } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import type { FieldPair } from "@/server/sync/object";
import { possibleSteps } from "@/server/sync/pairs/checked-steps";
import { canPair } from "@/server/sync/pairs/custom";
import type { RemoteField } from "@/server/sync/provider";
import { syncEvents } from "../events";
import { fieldRow, objectRow, type SyncFieldRow } from "../row";
import { ofObject, type SyncField, saveSyncFieldsInput, syncFields } from "../schema";
import { syncObjectScope } from "../scope";
import { changedRow } from "./changed-row";
import { examplesOf } from "./examples";
import { kindFor } from "./kind-for";
import { ownOptions } from "./own-options";
import { ownFields, plainPairs, stepsOf } from "./pairs-of";
import { startDirection, startOptions } from "./prepare";
import { samplesOf } from "./samples";
import { declarationOf } from "./work";

export async function mappedOf(ctx: Ctx, objectId: string) {
  const row = await ctx.db.syncObject.findFirst({
    where: { id: objectId },
    select: {
      ...objectRow,
      version: true,
      described: true,
      connection: { select: { provider: true } },
      fields: { orderBy: { position: "asc" }, select: fieldRow },
    },
  });
  if (!row) throw notFound("kind of record");
  const provider = requireProvider(ctx, row.connection.provider);
  const described = row.described as unknown as readonly RemoteField[];
  const declaration = declarationOf(provider, row.entity);
  return {
    ...row,
    provider,
    declaration,
    /** Without their steps. */
    pairs: plainPairs(ctx, declaration, described, row.fields),
    described,
    fields: row.fields as SyncFieldRow[],
  };
}

export async function presentFields(ctx: Ctx, objectId: string) {
  const mapped = await mappedOf(ctx, objectId);
  const { fields, pairs, described, entity, version } = mapped;
  const byName = new Map(described.map((field) => [field.name, field]));
  const samples = await samplesOf(ctx, objectId);
  const examples = await examplesOf(ctx, mapped);
  const shown: SyncField[] = [];
  for (const pair of pairs) {
    const own = fields.find(({ field }) => field === pair.field);
    const sample = samples.get(pair.field) ?? null;
    const example = examples.get(pair.field) ?? null;
    if (own) shown.push(await presentField(ctx, entity, { pair, own, byName, sample, example }));
  }
  const used = new Set(pairs.flatMap(({ remote }) => remote));
  const unused = described.filter(({ name }) => !used.has(name));
  const paired = new Set(pairs.map(({ field }) => field));
  const free = ownFields(ctx, entity).filter(({ key }) => !paired.has(customName(key)));
  return {
    fields: shown,
    properties: described.map(({ name, label }) => ({ name, label })),
    unused: unused.map(({ name, label, type }) => ({ name, label, type, canCreate: kindFor(type) !== null })),
    own: free.map((definition) => ({
      field: customName(definition.key),
      label: definition.label,
      partners: unused.filter((one) => canPair(definition, one)).map(({ name, label }) => ({ value: name, label })),
    })),
    version,
  };
}

async function presentField(
  ctx: Ctx,
  entity: string,
  {
    pair,
    own,
    byName,
    ...values
  }: { pair: FieldPair; own: SyncFieldRow; byName: ReadonlyMap<string, RemoteField> } & Pick<
    SyncField,
    "sample" | "example"
  >,
): Promise<SyncField> {
  const there = pair.remote.flatMap((name) => byName.get(name) ?? []);
  const isLink = pair.points?.to === "record";
  const hasOptions = pair.points?.to === "option";
  const ours = hasOptions ? await ownOptions(ctx, entity, pair) : [];
  const pairs = own.options as unknown as { ours: string; theirs: string }[];
  return {
    field: pair.field,
    label: pair.label,
    remote: [...pair.remote],
    remoteLabel: there.length > 0 ? there.map(({ label }) => label).join(", ") : pair.remote.join(", "),
    note: pair.note,
    isKnown: there.length > 0 || isLink,
    isReadOnly: there[0]?.isReadOnly ?? false,
    directions: [...pair.directions],
    direction: own.direction,
    conflict: own.conflict,
    options: hasOptions ? { ours: [...ours], theirs: [...(there[0]?.options ?? [])], pairs } : null,
    steps: [...stepsOf(own)],
    possibleSteps: [...possibleSteps(pair)],
    isWhole: pair.holds === "whole",
    ...values,
  };
}

export const listSyncFields = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: syncObjectScope, ids: (input) => [input.objectId] }],
  input: ofObject,
  output: syncFields,
  rest: { method: "GET", path: "/sync-objects/{objectId}/fields" },
  describe: "The fields of a kind of record with their partners in the other system, and a sample of each.",
  run: (ctx, { objectId }) => presentFields(ctx, objectId),
});

type Mapped = Awaited<ReturnType<typeof mappedOf>>;

/** Pairs a field of the workspace with a property, with the options that are alike; null takes its partner away. */
export async function setPartner(ctx: Ctx, object: Mapped, field: string, remote: string | null): Promise<void> {
  const { id: objectId, declaration, described, entity } = object;
  if (declaration.pairs.some((pair) => pair.field === field))
    throw invalid("fields", "The partner of this field is fixed. Switch the field off instead.");
  await ctx.db.syncField.deleteMany({ where: { objectId, field } });
  if (remote === null) return;
  const taken = await ctx.db.syncField.findFirst({
    where: { objectId, remote: { has: remote } },
    select: { field: true },
  });
  if (taken) throw invalid("fields", "Another field has this partner. Each property can have one field.");
  const there = described.find(({ name }) => name === remote);
  const pair = plainPairs(ctx, { ...declaration, pairs: [] }, described, [{ field, remote: [remote] }])[0];
  if (!there || !pair) throw invalid("fields", "These two hold different kinds of values. Choose another property.");
  const options = (await startOptions(ctx, entity, pair, there)).map((one) => ({ ...one }));
  const position = await ctx.db.syncField.count({ where: { objectId } });
  const direction = startDirection(pair, there);
  await ctx.db.syncField.create({ data: { objectId, field, remote: [remote], direction, options, position } });
}

export const saveSyncFields = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: syncObjectScope, ids: (input) => [input.objectId] },
  input: saveSyncFieldsInput,
  output: syncFields,
  rest: { method: "PATCH", path: "/sync-objects/{objectId}/fields" },
  describe: "Changes directions, rules and partners of fields, and the settings of their kind of record.",
  async run(ctx, { objectId, version, fields, settings }) {
    const object = await mappedOf(ctx, objectId);
    if (object.state === "rehearsing" || object.state === "first")
      throw new AppError("CONFLICT", "Wait until this run has ended, or pause it, before you change its fields.");
    const changedVersion = await ctx.db.syncObject.updateMany({
      where: { id: objectId, version },
      data: {
        ...given(settings ?? {}),
        version: { increment: 1 },
        mappingVersion: { increment: 1 },
        ...stateAfter(object.state),
      },
    });
    if (changedVersion.count === 0)
      throw new AppError("CONFLICT", "Somebody else has changed these fields. Reload and try again.");
    for (const { remote, ...change } of fields) {
      if (remote !== undefined) await setPartner(ctx, object, change.field, remote);
      if (remote === null) continue;
      const rows = await ctx.db.syncField.findMany({ where: { objectId }, select: fieldRow });
      const row = changedRow(ctx, { ...object, fields: rows as SyncFieldRow[] }, change);
      const { direction, conflict, options, transform } = row;
      await ctx.db.syncField.updateMany({
        where: { objectId, field: row.field },
        data: { direction, conflict, options: options ?? [], transform: transform ?? {} },
      });
    }
    const names = fields.map(({ field }) => field);
    // Values that waited for another mapping are looked at with the new one.
    await ctx.db.syncProblem.updateMany({
      where: { objectId, field: { in: names }, state: "open" },
      data: { nextTryAt: new Date() },
    });
    const data = { provider: object.provider.key, entity: object.entity, fields: names };
    emit(ctx, syncEvents.changed, { id: objectId, data });
    return await presentFields(ctx, objectId);
  },
});

const given = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** A rehearsal counts only for the fields that it was made with; one that runs compares all records anew. */
export const stateAfter = (state: string) => {
  if (state === "rehearsed") return { state: "draft" };
  return state === "live" || state === "failing" ? { comparedAt: null, nextRunAt: new Date() } : {};
};
