import "server-only";
import { groupBy } from "@/lib/group-by";
import type { RichText } from "@/lib/rich-text/rich-text";
import { filesOfComments } from "@/modules/platform/data/files/operations/of-comments";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { richTextStored } from "@/server/fields/rich-text";
import { withNamesInTexts } from "@/server/nouns/mention-names";
import { maxNamed, type ReactionKind, reactionKinds } from "./rules";
import { type Comment, type CommentThread, commentFields } from "./schema";
import { commentingOn, commentScope } from "./scope";

const member = { select: { id: true, name: true, status: true } } as const;

export const select = {
  id: true,
  entity: true,
  recordId: true,
  threadId: true,
  text: true,
  textDoc: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  resolvedAt: true,
  version: true,
  writer: member,
  deletedBy: member,
  resolvedBy: member,
} satisfies Prisma.CommentSelect;
export type Row = Prisma.CommentGetPayload<{ select: typeof select }>;

/** A stored text as people read it. */
export const textOf = (row: { text: string | null; textDoc: unknown }): Comment["text"] =>
  richTextStored.read("text", commentFields.text, { ...row }) as Comment["text"];

const named = (one: { id: string; name: string; status: string } | null) =>
  one && { id: one.id, name: one.name, placeholder: one.status === "placeholder" };

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A comment as the actor reads it. */
export async function presentOne(ctx: Ctx, row: Row): Promise<Comment> {
  const [shown] = await present(ctx, [row]);
  return shown as Comment;
}

/** The same by its id. NOT_FOUND if it does not exist. */
export async function answer(ctx: Ctx, id: string): Promise<Comment> {
  const row = await ctx.db.comment.findFirst({ where: { id }, select });
  if (!row) throw notFound("comment");
  return await presentOne(ctx, row);
}

/** Comments as the actor reads them, in the given order, with their reactions and files in a statement each. */
export async function present(ctx: Ctx, rows: readonly Row[]): Promise<Comment[]> {
  const reactions = await reactionsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const lets = await commentingOn(ctx, rows);
  const rights = new Map(rows.map((row) => [row.id, lets(row) ? rightsTo(ctx, row) : noRights]));
  const files = await filesOfComments(ctx, rights);
  const texts = await textsOf(ctx, rows);
  return rows.map((row) => ({
    ...{ id: row.id, entity: row.entity, recordId: row.recordId, threadId: row.threadId, version: row.version },
    writer: { id: row.writer.id, name: row.writer.name, placeholder: row.writer.status === "placeholder" },
    text: texts.get(row.id) ?? null,
    createdAt: row.createdAt.toISOString(),
    editedAt: timeOf(row.editedAt),
    deletedAt: timeOf(row.deletedAt),
    deletedBy: named(row.deletedBy),
    reactions: reactions.get(row.id) ?? [],
    files: [...(files.get(row.id) ?? [])],
    ...(rights.get(row.id) ?? noRights),
  }));
}

/** The texts of comments with the names of mentions in their words, by comment; deleted ones have none. */
async function textsOf(ctx: Ctx, rows: readonly Row[]): Promise<ReadonlyMap<string, RichText>> {
  const written = rows.flatMap((row) => {
    const text = textOf(row);
    return text ? [{ id: row.id, text }] : [];
  });
  const named = await withNamesInTexts(
    ctx,
    written.map(({ text }) => text),
  );
  return new Map(named.flatMap((text, place) => (written[place] ? [[written[place].id, text] as const] : [])));
}

const noRights = { mayEdit: false, mayDelete: false };

function rightsTo(ctx: Ctx, { deletedAt, writer }: Row) {
  const own = { ownerId: writer.id };
  return {
    mayEdit: deletedAt === null && commentScope.mayEdit(ctx, own),
    mayDelete: deletedAt === null && commentScope.mayEdit(ctx, own, "comment:delete"),
  };
}

interface ReactionRow {
  commentId: string;
  kind: string;
  count: number;
  mine: boolean;
  names: string[];
}

async function reactionsOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Comment["reactions"]>> {
  if (ids.length === 0) return new Map();
  const rows = await tenantSql<ReactionRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select r.comment_id as "commentId", r.kind, count(*)::int as count,
        coalesce(bool_or(r.member_id = ${memberOf(ctx.actor)}::uuid), false) as mine,
        (array_agg(m.name order by r.created_at, m.id))[1:${maxNamed}::int] as names
      from comment_reactions r
      join members m on m.tenant_id = ${ctx.tenant.id}::uuid and m.id = r.member_id
      where r.tenant_id = ${ctx.tenant.id}::uuid and r.comment_id = any(${[...ids]}::uuid[])
      group by r.comment_id, r.kind`,
  );
  const placeOf = ({ kind }: ReactionRow) => reactionKinds.indexOf(kind as ReactionKind);
  const known = rows.filter((row) => placeOf(row) >= 0).toSorted((a, b) => placeOf(a) - placeOf(b));
  const byComment = groupBy(known, ({ commentId }) => commentId);
  return new Map(
    [...byComment].map(([id, some]) => [
      id,
      some.map(({ kind, count, mine, names }) => ({ kind: kind as ReactionKind, count, mine, names })),
    ]),
  );
}

/** The comments that began threads, with the last replies of each. */
export async function presentThreads(ctx: Ctx, rows: readonly Row[], replies: number): Promise<CommentThread[]> {
  const ids = rows.map(({ id }) => id);
  const last = await lastReplies(ctx, ids, replies);
  const found = await ctx.db.comment.findMany({
    where: { id: { in: last.map(({ id }) => id) } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select,
  });
  const shown = new Map((await present(ctx, [...rows, ...found])).map((one) => [one.id, one]));
  const byThread = groupBy(found, ({ threadId }) => threadId);
  const counts = new Map(last.map(({ threadId, total }) => [threadId, total]));
  return rows.flatMap((row) => {
    const first = shown.get(row.id);
    if (!first) return [];
    const theirs = (byThread.get(row.id) ?? []).flatMap(({ id }) => shown.get(id) ?? []);
    return {
      ...first,
      resolvedAt: timeOf(row.resolvedAt),
      resolvedBy: named(row.resolvedBy),
      replies: theirs,
      replyCount: counts.get(row.id) ?? 0,
    };
  });
}

const lastReplies = (ctx: Ctx, ids: readonly string[], most: number) =>
  tenantSql<{ id: string; threadId: string; total: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select r.id, t.id as "threadId", r.total from unnest(${[...ids]}::uuid[]) as t(id)
      cross join lateral (
        select c.id, (count(*) over ())::int as total from comments c
        where c.tenant_id = ${ctx.tenant.id}::uuid and c.thread_id = t.id
        order by c.created_at desc, c.id desc limit ${most}
      ) r`,
  );
