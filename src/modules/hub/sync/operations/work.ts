import "server-only";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { type ManyNoun, manyOf } from "@/server/nouns/many";
import type { FieldPair, ObjectDeclaration } from "@/server/sync/object";
import { type Provider, providerOf, type RemoteField } from "@/server/sync/provider";
import { fieldRow, objectRow, type SyncFieldRow, type SyncObjectRow } from "../row";
import type { FieldRule } from "../rules";
import { comparedSince, pairsOf } from "./pairs-of";

/** A field that is kept equal: its declaration with what the workspace chose. */
export interface ActivePair extends FieldPair {
  rule: FieldRule;
  chosen: SyncFieldRow;
  /** Links that were compared before this full compare agreed on other values: the steps of the field changed since. */
  since: number;
}

type SyncedNoun = ManyNoun & Required<Pick<ManyNoun, "create">>;

/** All that the work on one kind of record of one connection needs. */
export interface Work {
  ctx: Ctx;
  object: SyncObjectRow;
  connectionId: string;
  provider: Provider;
  declaration: ObjectDeclaration;
  pairs: readonly ActivePair[];
  /** Every property that one of the pairs reads. */
  props: readonly string[];
  many: SyncedNoun;
  runId: string;
}

/** Names a change as one of this connection: its own events are not sent back to it. */
export const originOf = (connectionId: string): string => `sync:${connectionId}`;

/** The context in which a connection changes records: for the whole workspace, under its own name. */
export const syncCtx = (ctx: Ctx, provider: Provider, connectionId: string): Ctx => ({
  ...ctx,
  actor: { type: "webhook", source: provider.label },
  origin: originOf(connectionId),
});

/** Reads an object with its fields; NOT_FOUND where it was deleted meanwhile. */
export async function loadWork(ctx: Ctx, objectId: string, runId: string): Promise<Work> {
  const row = await ctx.db.syncObject.findFirst({
    where: { id: objectId },
    select: {
      ...objectRow,
      described: true,
      connection: { select: { provider: true } },
      fields: { select: fieldRow },
    },
  });
  if (!row) throw notFound("connection");
  const { connection, fields, described, ...stored } = row;
  return workOf(ctx, {
    object: stored as SyncObjectRow,
    provider: providerOf(connection.provider),
    described: described as unknown as readonly RemoteField[],
    fields: fields as SyncFieldRow[],
    runId,
  });
}

/** The work on an object with these rows of its fields. */
export function workOf(
  ctx: Ctx,
  {
    object,
    provider,
    described,
    fields,
    runId,
  }: {
    object: SyncObjectRow;
    provider: Provider;
    described: readonly RemoteField[];
    fields: readonly SyncFieldRow[];
    runId: string;
  },
): Work {
  const { connectionId } = object;
  const declaration = declarationOf(provider, object.entity);
  const pairs = activePairs(pairsOf(ctx, declaration, described, fields), object, fields);
  return {
    ctx: syncCtx(ctx, provider, connectionId),
    object,
    connectionId,
    provider,
    declaration,
    pairs,
    props: [...new Set(pairs.flatMap(({ remote }) => remote))],
    many: syncedNoun(object.entity),
    runId,
  };
}

function syncedNoun(entity: string): SyncedNoun {
  const { create, ...many } = manyOf(entity);
  if (!create) throw new Error(`Records of the kind ${entity} cannot be created.`);
  return { ...many, create };
}

export function declarationOf(provider: Provider, entity: string): ObjectDeclaration {
  const declaration = provider.objects.find((one) => one.entity === entity);
  if (!declaration) throw notFound("kind of record");
  return declaration;
}

function activePairs(
  pairs: readonly FieldPair[],
  { direction, fillsEmpty }: SyncObjectRow,
  fields: readonly SyncFieldRow[],
): ActivePair[] {
  const chosen = new Map(fields.map((field) => [field.field, field]));
  return pairs.flatMap((pair) => {
    const own = chosen.get(pair.field);
    if (!own || own.direction === "off") return [];
    // An object that goes one way narrows each of its fields.
    const narrowed = direction === "both" ? own.direction : direction;
    if (own.direction !== "both" && direction !== "both" && own.direction !== direction) return [];
    const rule: FieldRule = { direction: narrowed, conflict: own.conflict, fillsEmpty };
    return [{ ...pair, rule, chosen: own, since: comparedSince(own) }];
  });
}

/** The noun of an object with the fields that the workspace added. */
export const runtimeOf = ({ ctx, many }: Work) => inWorkspace(ctx, many.runtime);
