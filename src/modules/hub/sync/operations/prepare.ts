import "server-only";
import { customName } from "@/lib/fields/custom";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import type { FieldPair, ObjectDeclaration } from "@/server/sync/object";
import { suggestedPairs } from "@/server/sync/pairs/custom";
import type { Provider, ProviderClient, RemoteField } from "@/server/sync/provider";
import { ownOptions } from "./own-options";
import { ownFields, plainPairs } from "./pairs-of";

interface PairedOption {
  ours: string;
  theirs: string;
}

/** Describes the objects of a connection as the service has them now, and sets up those that are new, each field with its partner. */
export async function prepareObjects(
  ctx: Ctx,
  { connectionId, provider, client }: { connectionId: string; provider: Provider; client: ProviderClient },
): Promise<void> {
  // The names of people there are shown for their ids.
  const people = (await client.people()).map(({ id, name }) => ({ value: id, label: name }));
  for (const declaration of provider.objects) {
    const described = (await client.describe(declaration.remote)).map((field) =>
      field.type === "member" ? { ...field, options: people } : field,
    );
    await inTransaction(ctx, async (inner) => await prepareOne(inner, connectionId, declaration, described));
  }
}

async function prepareOne(
  ctx: Ctx,
  connectionId: string,
  declaration: ObjectDeclaration,
  described: readonly RemoteField[],
): Promise<void> {
  const { entity } = declaration;
  const given = { described: described.map((field) => ({ ...field })), describedAt: new Date() };
  const known = await ctx.db.syncObject.findFirst({ where: { connectionId, entity }, select: { id: true } });
  if (known) {
    await ctx.db.syncObject.updateMany({ where: { id: known.id }, data: given });
    return;
  }
  const { id: objectId } = await ctx.db.syncObject.create({
    data: { connectionId, entity, ...given },
    select: { id: true },
  });
  const byName = new Map(described.map((field) => [field.name, field]));
  const alike = Object.entries(suggestedPairs(ownFields(ctx, entity), described));
  const suggested = alike.map(([key, remote]) => ({ field: customName(key), remote: [remote] }));
  const rows = [];
  for (const [position, pair] of plainPairs(ctx, declaration, described, suggested).entries()) {
    const there = byName.get(pair.remote[0] ?? "");
    rows.push({
      objectId,
      field: pair.field,
      remote: [...pair.remote],
      direction: startDirection(pair, there),
      conflict: pair.start?.conflict ?? "newest",
      options: (await startOptions(ctx, declaration.entity, pair, there)).map((one) => ({ ...one })),
      position,
    });
  }
  await ctx.db.syncField.createMany({ data: rows });
}

/** A property that the service computes only comes in; a property that it does not have is off. Links are no properties. */
export function startDirection(pair: FieldPair, there: RemoteField | undefined): string {
  const isLink = pair.points?.to === "record";
  if (!there && !isLink) return "off";
  const wanted = pair.start?.direction ?? (pair.directions.includes("both") ? "both" : (pair.directions[0] ?? "off"));
  return there?.isReadOnly && wanted !== "off" ? "in" : wanted;
}

/** Pairs options that were declared as partners, then those that mean the same, or have the same value or words. */
export async function startOptions(
  ctx: Ctx,
  entity: string,
  pair: FieldPair,
  there: RemoteField | undefined,
): Promise<PairedOption[]> {
  if (pair.points?.to !== "option" || !there) return [];
  const ours = await ownOptions(ctx, entity, pair);
  if (pair.alikeOptions) return [...pair.alikeOptions(ours, there.options)];
  const theirs = new Set(there.options.map(({ value }) => value));
  const declared = (pair.options ?? []).filter((one) => theirs.has(one.theirs));
  const taken = new Set(declared.map((one) => one.ours));
  const alike = ours.flatMap(({ value, label }) => {
    if (taken.has(value)) return [];
    const keys = [foldKey(value), foldKey(label)];
    const found = there.options.find((one) => keys.includes(foldKey(one.value)) || keys.includes(foldKey(one.label)));
    return found ? [{ ours: value, theirs: found.value }] : [];
  });
  return [...declared, ...alike];
}
