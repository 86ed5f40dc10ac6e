import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { countComments, getCommentThread, listCommentEdits, listComments, listReplies } from "./operations/read";
import { reactToComment, reopenThread, resolveThread } from "./operations/respond";
import { createComment, deleteComment, editComment, replyToComment } from "./operations/write";

export const commentsRouter = router({
  list: query(listComments),
  count: query(countComments),
  thread: query(getCommentThread),
  replies: query(listReplies),
  edits: query(listCommentEdits),
  create: mutation(createComment),
  reply: mutation(replyToComment),
  edit: mutation(editComment),
  delete: mutation(deleteComment),
  react: mutation(reactToComment),
  resolve: mutation(resolveThread),
  reopen: mutation(reopenThread),
});
