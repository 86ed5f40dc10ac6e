import "server-only";
import { commentEvents } from "@/lib/nouns/events";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { answer } from "../row";
import { comment, commentInput, commentThread, reactInput } from "../schema";
import { commentScope, requireCommenting, writerOf } from "../scope";
import { lockComment, lockPresent } from "./locked";
import { threadOf } from "./read";

const shared = {
  kind: "mutation",
  permission: "comment:create",
  on: { scope: commentScope, ids: (input: { id: string }) => [input.id] },
} as const;

export const reactToComment = platform.operation({
  ...shared,
  input: reactInput,
  output: comment,
  rest: { method: "POST", path: "/comments/{id}/react" },
  describe: "Adds your reaction to a comment, or with `on` false takes it back. CONFLICT for a deleted comment.",
  async run(ctx, { id, kind, on }) {
    const memberId = writerOf(ctx);
    const { entity, recordId } = await lockPresent(ctx, id, "share");
    await requireCommenting(ctx, { entity, recordId }, null);
    const key = { commentId: id, memberId, kind };
    const { count } = on
      ? await ctx.db.commentReaction.createMany({ data: [key], skipDuplicates: true })
      : await ctx.db.commentReaction.deleteMany({ where: key });
    if (count === 0) ctx.outcome.unchanged = true;
    else emit(ctx, commentEvents(entity).commentReacted, { id: recordId, data: { commentId: id } });
    return await answer(ctx, id);
  },
});

export const resolveThread = platform.operation({
  ...shared,
  input: commentInput,
  output: commentThread,
  rest: { method: "POST", path: "/comments/{id}/resolve" },
  describe: "Resolves a thread: nobody replies until somebody reopens it. The id is that of its first comment.",
  run: (ctx, { id }) => setResolved(ctx, id, true),
});

export const reopenThread = platform.operation({
  ...shared,
  input: commentInput,
  output: commentThread,
  rest: { method: "POST", path: "/comments/{id}/reopen" },
  describe: "Reopens a resolved thread. The id is that of its first comment.",
  run: (ctx, { id }) => setResolved(ctx, id, false),
});

async function setResolved(ctx: Ctx, id: string, resolved: boolean) {
  const by = writerOf(ctx);
  const { entity, recordId, threadId, isResolved } = await lockComment(ctx, id, "update");
  await requireCommenting(ctx, { entity, recordId }, null);
  if (threadId !== null)
    throw new AppError("CONFLICT", "This is a reply. Resolve or reopen the thread at its first comment.");
  if (isResolved === resolved) ctx.outcome.unchanged = true;
  else {
    const data = resolved ? { resolvedAt: new Date(), resolvedById: by } : { resolvedAt: null, resolvedById: null };
    await ctx.db.comment.update({ where: { id }, data });
    const events = commentEvents(entity);
    emit(ctx, resolved ? events.commentResolved : events.commentReopened, { id: recordId, data: { commentId: id } });
  }
  return await threadOf(ctx, id);
}
