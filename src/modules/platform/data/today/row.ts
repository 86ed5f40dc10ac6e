import "server-only";
import { nounOf } from "@/lib/nouns/all";
import type { AgendaPage, AgendaRow, AgendaSource } from "@/server/agenda";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import type { PageEnd } from "@/server/page-cursor";
import { readable } from "@/server/readable";
import { mayView, type Owned, shownReference } from "@/server/scope";
import type { AgendaSection } from "./rules";
import type { AgendaItem } from "./schema";

/** The place of a source among those that have items of one record. */
const partOf = ({ entity, name }: Pick<AgendaSource, "entity" | "name">): string => `${entity}:${name}`;

/** A page for each source: an item of the same record by a later source comes after the last one of the page before. */
export interface DuePage extends Omit<AgendaPage, "after"> {
  after: PageEnd | null;
}

/** The items of a section from all sources, with `part`, `id` and `at`, in no order; null where no source has any. */
export function dueSql(
  ctx: Ctx,
  section: AgendaSection,
  sources: readonly AgendaSource[],
  { after, ...rest }: DuePage,
): Prisma.Sql | null {
  const parts = sources.flatMap((source) => {
    const part = partOf(source);
    const page = { ...rest, after: after && { ...after, isIncluded: part > (after.part ?? "") } };
    const sql = section === "done" ? source.doneSql?.(ctx, page) : source.openSql(ctx, page);
    return sql ? [Prisma.sql`select ${part}::text collate "C" as part, s.id, s.at from (${sql}) s`] : [];
  });
  return parts.length === 0 ? null : Prisma.join(parts, " union all ");
}

/** The columns of each item of `p`, whichever source it is from. */
export const rowsSql = (ctx: Ctx, sources: readonly AgendaSource[]): Prisma.Sql =>
  Prisma.join(
    sources.map((source) => Prisma.sql`select * from (${source.rowSql(ctx)}) s where p.part = ${partOf(source)}`),
    " union all ",
  );

/** An item as the database gives it. */
export interface ItemRow extends AgendaRow {
  part: string;
  id: string;
  at: Date;
  ownerName: string | null;
}

/** An item as it leaves the server: a record that the actor may not see has no id. */
export function presentItem(ctx: Ctx, sources: readonly AgendaSource[], row: ItemRow): AgendaItem {
  const source = sources.find((one) => partOf(one) === row.part);
  if (!source) throw new Error(`There is no source ${row.part}.`);
  const { entity, name } = source;
  const may = readable(ctx, entity);
  const look = source.look(row.kind);
  const about = source.about === undefined || may.has(source.about) ? row.about : null;
  const isSeen =
    about !== null && mayView(ctx, about.entity) && timelineOf(about.entity)?.scope.sees(ctx, about) === true;
  return {
    id: `${name}:${row.id}`,
    source: name,
    entity,
    recordId: row.id,
    version: row.version,
    title: row.title,
    label: look.label,
    icon: look.icon,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    day: row.day,
    doneAt: row.doneAt?.toISOString() ?? null,
    owner: may.has("owner") ? ownerOf(row) : null,
    stored: { state: row.state, ownerId: may.has("owner") ? row.storedOwnerId : null },
    about: about && { entity: about.entity, ...shownReference(ctx, about.entity, about, isSeen) },
    mayEdit:
      timelineOf(entity)?.scope.mayEdit(ctx, { ownerId: row.recordOwnerId, from: sourceOf(row, entity) }) ?? false,
  };
}

/** The record that access to the record of an item comes from: of those kinds an item is about that one. */
const sourceOf = ({ about }: ItemRow, entity: string): Owned | null =>
  about && nounOf(entity)?.accessFrom?.entity === about.entity ? about : null;

const ownerOf = ({ ownerId: id, ownerName: name }: ItemRow) => (id === null || name === null ? null : { id, name });
