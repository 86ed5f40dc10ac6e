import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, rowsAsSet, type SetColumn } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { linkRow, type SyncLinkRow } from "../row";
import type { Work } from "./work";

/** A link as a page leaves it. */
export interface Draft extends SyncLinkRow {
  isNew: boolean;
  /** The run that created our record; null for one that was there before. */
  createdIn: string | null;
}

/** A link that is there, to be changed. */
export const draftOf = (link: SyncLinkRow): Draft => ({ ...link, isNew: false, createdIn: null });

/** A new link of a record here; `externalId` null for one that is to be created there. */
export const newLink = ({ object }: Work, recordId: string, externalId: string | null): Draft => ({
  id: newId(),
  recordId,
  externalId,
  state: "linked",
  base: {},
  remoteVersion: null,
  intent: null,
  intentAt: null,
  writes: {},
  seenIn: object.compares,
  isNew: true,
  createdIn: null,
});

/** Locks the links of these records, in one order for everybody, and reads them. */
export async function lockLinks(
  { ctx, object }: Work,
  { externalIds = [], recordIds = [] }: { externalIds?: readonly string[]; recordIds?: readonly string[] },
): Promise<SyncLinkRow[]> {
  if (externalIds.length + recordIds.length === 0) return [];
  const ids = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id from sync_links where tenant_id = ${ctx.tenant.id}::uuid and object_id = ${object.id}::uuid
        and (external_id = any(${[...externalIds]}::text[]) or record_id = any(${[...recordIds]}::uuid[]))
      order by id for update`,
  );
  const rows = await ctx.db.syncLink.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, select: linkRow });
  return rows as unknown as SyncLinkRow[];
}

const columns = (now: Date): SetColumn<Draft>[] => [
  { column: "id", type: "uuid", value: ({ id }) => id },
  { column: "external_id", type: "text", value: ({ externalId }) => externalId },
  { column: "state", type: "text", value: ({ state }) => state },
  { column: "base", type: "jsonb", value: ({ base }) => base },
  { column: "remote_version", type: "text", value: ({ remoteVersion }) => remoteVersion },
  { column: "intent", type: "jsonb", value: ({ intent }) => intent },
  { column: "intent_at", type: "timestamptz", value: ({ intentAt }) => intentAt },
  { column: "writes", type: "jsonb", value: ({ writes }) => writes },
  { column: "seen_in", type: "int", value: ({ seenIn }) => seenIn },
  { column: "updated_at", type: "timestamptz", value: () => now },
];

/** Writes new and changed links: a statement for each kind. */
export async function writeLinks(work: Work, drafts: readonly Draft[], now: Date): Promise<void> {
  const { ctx, object } = work;
  const fresh = drafts.filter(({ isNew }) => isNew);
  const more: SetColumn<Draft>[] = [
    { column: "object_id", type: "uuid", value: () => object.id },
    { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
    { column: "created_in", type: "uuid", value: ({ createdIn }) => createdIn },
  ];
  await insertSet(ctx, "sync_links", [...columns(now), ...more], fresh);
  const changed = drafts.filter(({ isNew }) => !isNew);
  if (changed.length === 0) return;
  const set = columns(now).flatMap(({ column }) => (column === "id" ? [] : [Prisma.raw(`${column} = r.${column}`)]));
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update sync_links t set ${Prisma.join(set)} from ${rowsAsSet(columns(now), changed)}
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = r.id`,
  );
}
