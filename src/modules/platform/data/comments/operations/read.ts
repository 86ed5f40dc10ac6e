import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { present, presentThreads, type Row, select, textOf } from "../row";
import { maxEdits, pageSize } from "../rules";
import {
  commentCounts,
  commentEdits,
  commentInput,
  commentReplies,
  commentThread,
  commentThreads,
  countCommentsInput,
  listCommentsInput,
  listRepliesInput,
} from "../schema";
import { commentingOn, commentScope, requireSeenRecord } from "../scope";

const newestFirst = [{ createdAt: "desc" }, { id: "desc" }] satisfies Prisma.CommentOrderByWithRelationInput[];
const reading = { kind: "query", permission: "comment:view" } as const;
const one = [{ scope: commentScope, ids: (input: { id: string }) => [input.id] }];

/** The comments behind the place of a cursor. */
function behind(cursor: string | undefined): Prisma.CommentWhereInput {
  const place = readPageCursor(cursor);
  return place ? { OR: [{ createdAt: { lt: place.at } }, { createdAt: place.at, id: { lt: place.id } }] } : {};
}
const cursorOf = ({ createdAt, id }: Row) => cursorBehind({ at: createdAt, id });

export const listComments = platform.operation({
  ...reading,
  input: listCommentsInput,
  output: commentThreads,
  rest: { method: "GET", path: "/comments" },
  describe:
    "The comments on a record as threads, the newest thread first, each with its last replies. A deleted comment keeps its place without a text.",
  async run(ctx, { entity, recordId, cursor, limit = pageSize.threads }) {
    await requireSeenRecord(ctx, { entity, recordId });
    const where = { AND: [{ entity, recordId, threadId: null }, behind(cursor)] };
    const read = await ctx.db.comment.findMany({ where, select, orderBy: newestFirst, take: limit + 1 });
    const { rows, nextCursor } = pageFrom(read, limit, cursorOf);
    const lets = await commentingOn(ctx, [{ entity, recordId }]);
    const mayComment = ctx.can("comment:create") && lets({ entity, recordId });
    return { rows: await presentThreads(ctx, rows, pageSize.replies), nextCursor, mayComment };
  },
});

export const countComments = platform.operation({
  ...reading,
  input: countCommentsInput,
  output: commentCounts,
  rest: { method: "GET", path: "/comments/count" },
  describe: "How many comments a record has, and how many of their threads are resolved.",
  async run(ctx, { entity, recordId }) {
    await requireSeenRecord(ctx, { entity, recordId });
    const { comment } = ctx.db;
    return {
      comments: await comment.count({ where: { entity, recordId, deletedAt: null } }),
      resolvedThreads: await comment.count({ where: { entity, recordId, resolvedAt: { not: null } } }),
    };
  },
});

export const getCommentThread = platform.operation({
  ...reading,
  uses: one,
  input: commentInput,
  output: commentThread,
  rest: { method: "GET", path: "/comments/{id}" },
  describe: "The thread of a comment or a reply.",
  run: (ctx, { id }) => threadOf(ctx, id),
});

export const listReplies = platform.operation({
  ...reading,
  uses: one,
  input: listRepliesInput,
  output: commentReplies,
  rest: { method: "GET", path: "/comments/{id}/replies" },
  describe: "The replies in a thread, the newest first.",
  async run(ctx, { id, cursor, limit = pageSize.threads }) {
    const where = { AND: [{ threadId: id }, behind(cursor)] };
    const read = await ctx.db.comment.findMany({ where, select, orderBy: newestFirst, take: limit + 1 });
    const { rows, nextCursor } = pageFrom(read, limit, cursorOf);
    return { rows: await present(ctx, rows), nextCursor };
  },
});

export const listCommentEdits = platform.operation({
  ...reading,
  // Outsiders do not read texts that somebody took back.
  guests: false,
  uses: one,
  input: commentInput,
  output: commentEdits,
  rest: { method: "GET", path: "/comments/{id}/edits" },
  describe: `The former texts of a comment, the last one first, at most ${maxEdits}.`,
  async run(ctx, { id }) {
    const rows = await ctx.db.commentEdit.findMany({
      where: { commentId: id },
      orderBy: [{ replacedAt: "desc" }, { id: "desc" }],
      take: maxEdits,
      select: { id: true, text: true, textDoc: true, writtenAt: true, replacedAt: true },
    });
    return {
      rows: rows.map((row) => ({
        id: row.id,
        text: textOf(row),
        writtenAt: row.writtenAt.toISOString(),
        replacedAt: row.replacedAt.toISOString(),
      })),
    };
  },
});

/** The thread that a comment belongs to. */
export async function threadOf(ctx: Ctx, id: string) {
  const found = await ctx.db.comment.findFirst({ where: { id }, select: { threadId: true } });
  const row = found && (await ctx.db.comment.findFirst({ where: { id: found.threadId ?? id }, select }));
  const [thread] = row ? await presentThreads(ctx, [row], pageSize.replies) : [];
  if (!thread) throw notFound("comment");
  return thread;
}
