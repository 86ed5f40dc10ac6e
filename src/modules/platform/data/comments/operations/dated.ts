import "server-only";
import { nounOf } from "@/lib/nouns/all";
import { commentQuery } from "@/lib/nouns/comments";
import { type Attached, attachedAt, attachedSql } from "@/modules/platform/data/files/operations/attached-names";
import type { DatedPage, DatedSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { listOf } from "@/server/list-targets";
import { visibleWhere } from "@/server/seen-through";
import { whereSql } from "@/server/where-sql";

interface DatedRow {
  id: string;
  entity: string;
  recordId: string;
  /** The name of the record, where the timeline is of several. */
  record: string | null;
  threadId: string | null;
  writerId: string;
  writer: string;
  text: string;
  files: Attached | null;
}

/** How much of a comment its entry shows, in characters. */
const shownLength = 300;

/** The comments on records in their timelines, at the times when they were written. */
export const datedComments: DatedSource = {
  kinds: ["comments"],
  sql: commentsSql,
  entryOf: (row) => entryOf(row as unknown as DatedRow),
};

function commentsSql(ctx: Ctx, { entity, ids, cursor, memberId, take }: DatedPage): Prisma.Sql | null {
  const list = listOf(entity);
  if (!nounOf(entity)?.comments || !list) return null;
  const visible = whereSql({ ...list.table, alias: "x" }, visibleWhere(ctx, entity));
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const rest = [
    ...(cursor ? [Prisma.sql`(c.created_at, c.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`] : []),
    ...(memberId ? [Prisma.sql`c.writer_id = ${memberId}::uuid`] : []),
  ];
  const name = ids.length > 1 ? Prisma.sql`x.name` : Prisma.sql`null::text`;
  return Prisma.sql`
    select c.id, c.created_at as at, c.entity, c.record_id as "recordId", ${name} as record, c.thread_id as "threadId",
      m.id as "writerId", m.name as writer, left(c.text, ${shownLength}) as text,
      ${attachedSql(ctx, "comment", Prisma.sql`c.id`)} as files
    from comments c
    join ${Prisma.raw(list.table.name)} x on x.tenant_id = ${tenant} and x.id = c.record_id
    join members m on m.tenant_id = ${tenant} and m.id = c.writer_id
    where c.tenant_id = ${tenant} and c.record_id = any(${[...ids]}::uuid[]) and c.entity = ${entity}
      and c.deleted_at is null and ${visible}
      ${rest.length > 0 ? Prisma.sql`and ${Prisma.join(rest, " and ")}` : Prisma.empty}
    order by c.created_at desc, c.id desc limit ${take}`;
}

function entryOf(row: DatedRow): ReturnType<DatedSource["entryOf"]> {
  const verb = row.threadId === null ? "commented" : "replied";
  return {
    name: `comment.${verb}`,
    entityId: row.recordId,
    title: row.record ?? "",
    actor: { id: row.writerId, name: row.writer },
    verb: row.record === null ? verb : `${verb} on`,
    icon: "comment",
    changes: [],
    detail: row.text,
    data: {
      threadId: row.threadId,
      files: attachedAt(row.files, `/${nounOf(row.entity)?.path}/${row.recordId}${commentQuery(row.id)}`),
    },
  };
}
