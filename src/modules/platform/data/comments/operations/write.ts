import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { commentEvents } from "@/lib/nouns/events";
import type { CheckedRichText } from "@/lib/rich-text/check";
import type { RichDoc, RichTextInput } from "@/lib/rich-text/rich-text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { recordMentions } from "@/server/mentions";
import { withCheckedTexts } from "@/server/nouns/rich-texts";
import { answer, presentOne, select } from "../row";
import { maxEdits, maxReplies, mentionField } from "../rules";
import {
  type Comment,
  comment,
  commentFields,
  commentInput,
  createCommentInput,
  editCommentInput,
  replyInput,
} from "../schema";
import { commentScope, requireCommenting, requireSeenRecord, writerOf } from "../scope";
import { holdRecord, lockComment, lockPresent } from "./locked";

const one = { scope: commentScope, ids: (input: { id: string }) => [input.id] };

interface TextColumns {
  text: string | null;
  textDoc: RichDoc | null;
}

/** The columns of a given text. VALIDATION for one without words. */
async function columnsOf(text: RichTextInput): Promise<TextColumns> {
  const checked = (await withCheckedTexts(commentFields, { text })).text as CheckedRichText;
  if (checked.text === null || checked.text.trim() === "") throw invalid("text", "Write something first.");
  return { text: checked.text, textDoc: checked.doc };
}

const json = (doc: unknown) => (doc === null ? Prisma.DbNull : (doc as Prisma.InputJsonValue));
const stored = ({ text, textDoc }: TextColumns) => ({ text, textDoc: json(textDoc) });

interface Place {
  entity: NounEntity;
  recordId: string;
  threadId: string | null;
}

async function add(ctx: Ctx, { entity, recordId, threadId }: Place, text: TextColumns): Promise<Comment> {
  const data = { entity, recordId, threadId, writerId: writerOf(ctx), ...stored(text) };
  const row = await ctx.db.comment.create({ data, select });
  emit(ctx, commentEvents(entity).commented, { id: recordId, data: { commentId: row.id, threadId, wrote: true } });
  await mention(ctx, { entity, recordId, id: row.id }, text.textDoc, null);
  return await presentOne(ctx, row);
}

const mention = (
  ctx: Ctx,
  { entity, recordId, id }: Omit<Place, "threadId"> & { id: string },
  doc: RichDoc | null,
  before: RichDoc | null,
) => recordMentions(ctx, { entity, id: recordId, commentId: id, texts: [{ field: mentionField(id), doc, before }] });

export const createComment = platform.operation({
  kind: "mutation",
  permission: "comment:create",
  input: createCommentInput,
  output: comment,
  rest: { method: "POST", path: "/comments", creates: true },
  describe:
    "Comments on a record that you see, and begins a thread. Its owner, its followers and the mentioned members are notified, and you follow the record from then on.",
  async run(ctx, { entity, recordId, text }) {
    const columns = await columnsOf(text);
    // First: a hidden record is not locked, and answered without waiting for whoever locks it.
    await requireSeenRecord(ctx, { entity, recordId });
    await requireCommenting(ctx, { entity, recordId }, columns.textDoc);
    await holdRecord(ctx, entity, recordId);
    return await add(ctx, { entity: entity as NounEntity, recordId, threadId: null }, columns);
  },
});

export const replyToComment = platform.operation({
  kind: "mutation",
  permission: "comment:create",
  on: one,
  input: replyInput,
  output: comment,
  rest: { method: "POST", path: "/comments/{id}/replies", creates: true },
  describe: `Replies in a thread; a reply to a reply goes to the same thread. CONFLICT in a thread that is resolved, whose first comment was deleted, or that has ${maxReplies} replies.`,
  async run(ctx, { id, text }) {
    const columns = await columnsOf(text);
    const asked = await ctx.db.comment.findFirst({ where: { id }, select: { threadId: true } });
    // Replies that come at once are counted one after another.
    const thread = await lockComment(ctx, asked?.threadId ?? id, "update");
    if (thread.isDeleted)
      throw new AppError("CONFLICT", "The first comment of this thread was deleted. Start a new thread.");
    if (thread.isResolved) throw new AppError("CONFLICT", "This thread was resolved. Reopen it to reply.");
    if ((await ctx.db.comment.count({ where: { threadId: thread.id } })) >= maxReplies)
      throw new AppError("CONFLICT", `This thread already has ${maxReplies} replies. Start a new thread.`);
    const { entity, recordId } = thread;
    await requireCommenting(ctx, thread, columns.textDoc);
    return await add(ctx, { entity: entity as NounEntity, recordId, threadId: thread.id }, columns);
  },
});

export const editComment = platform.operation({
  kind: "mutation",
  permission: "comment:edit",
  on: one,
  input: editCommentInput,
  output: comment,
  rest: { method: "PATCH", path: "/comments/{id}" },
  describe: `Changes the text of a comment of your own. The last ${maxEdits} former texts are kept. CONFLICT for a deleted comment, and when its text was changed since.`,
  async run(ctx, { id, version, text }) {
    const columns = await columnsOf(text);
    const locked = await lockPresent(ctx, id, "update");
    await requireCommenting(ctx, locked, columns.textDoc);
    const before = await ctx.db.comment.findFirst({ where: { id }, select });
    if (!before) throw notFound("comment");
    if (locked.version !== version)
      throw new AppError("CONFLICT", "This comment was changed in the meantime. Compare both texts.", {
        current: await presentOne(ctx, before),
      });
    if (isSame(before, columns)) {
      ctx.outcome.unchanged = true;
      return await presentOne(ctx, before);
    }
    const now = new Date();
    await ctx.db.commentEdit.create({
      data: {
        commentId: id,
        text: before.text,
        textDoc: json(before.textDoc),
        writtenAt: before.editedAt ?? before.createdAt,
        replacedAt: now,
      },
    });
    await forgetEdits(ctx, id);
    const data = { ...stored(columns), editedAt: now, version: { increment: 1 } };
    const row = await ctx.db.comment.update({ where: { id }, data, select });
    const { entity, recordId } = locked;
    emit(ctx, commentEvents(entity).commentEdited, { id: recordId, data: { commentId: id } });
    const known = before.textDoc as RichDoc | null;
    await mention(ctx, { entity: entity as NounEntity, recordId, id }, columns.textDoc, known);
    return await presentOne(ctx, row);
  },
});

const isSame = (before: { text: string | null; textDoc: unknown }, now: TextColumns) =>
  before.text === now.text && JSON.stringify(before.textDoc) === JSON.stringify(now.textDoc);

/** Deletes the former texts beyond those that are kept. */
async function forgetEdits(ctx: Ctx, commentId: string): Promise<void> {
  const old = await ctx.db.commentEdit.findMany({
    where: { commentId },
    orderBy: [{ replacedAt: "desc" }, { id: "desc" }],
    skip: maxEdits,
    select: { id: true },
  });
  if (old.length > 0) await ctx.db.commentEdit.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}

export const deleteComment = platform.operation({
  kind: "mutation",
  permission: "comment:delete",
  on: one,
  input: commentInput,
  output: comment,
  rest: { method: "DELETE", path: "/comments/{id}" },
  describe:
    "Deletes the text of a comment with its former texts, reactions and files. A mark remains in its place, and so do the replies to it.",
  async run(ctx, { id }) {
    const { isDeleted, entity, recordId } = await lockComment(ctx, id, "update");
    if (isDeleted) ctx.outcome.unchanged = true;
    else {
      await ctx.db.commentEdit.deleteMany({ where: { commentId: id } });
      await ctx.db.commentReaction.deleteMany({ where: { commentId: id } });
      await ctx.db.mention.deleteMany({ where: { recordId, field: mentionField(id) } });
      const data = { deletedAt: new Date(), deletedById: writerOf(ctx), text: null, textDoc: Prisma.DbNull };
      await ctx.db.comment.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
      emit(ctx, commentEvents(entity).commentDeleted, { id: recordId, data: { commentId: id } });
    }
    return await answer(ctx, id);
  },
});
