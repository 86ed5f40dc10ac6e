import type { Db } from "@/server/db/tenant-db";
import { type AllowedCase, mine } from "./allowed-case";

/** A comment of a member on the account of a full workspace, with a former text and a reaction. */
export async function makeComment(
  db: Db,
  { memberId, account, marker }: { memberId: string; account: string; marker: string },
): Promise<string> {
  const text = { text: marker, textDoc: { type: "doc", content: [{ type: "paragraph", content: [] }], marker } };
  const { id } = await db.comment.create({
    data: { entity: "account", recordId: account, writerId: memberId, ...text },
    select: { id: true },
  });
  const [writtenAt, replacedAt] = [new Date(), new Date()];
  await db.commentEdit.create({ data: { commentId: id, writtenAt, replacedAt, ...text } });
  await db.commentReaction.createMany({ data: [{ commentId: id, memberId, kind: marker }] });
  return id;
}

const onAccount = { entity: "account" };
/** The comment is that of the caller. */
const own = (more: object = {}): AllowedCase => ({ arrange: mine("comment", "comment", "writerId", more) });

export const commentCases: Record<string, AllowedCase> = {
  listComments: { input: ({ account }) => ({ ...onAccount, recordId: account }) },
  countComments: { input: ({ account }) => ({ ...onAccount, recordId: account }) },
  createComment: { input: ({ account }) => ({ ...onAccount, recordId: account, text: "Hello" }) },
  editComment: { ...own(), input: () => ({ text: "Another text" }) },
  deleteComment: own(),
  reopenThread: own({ resolvedAt: new Date() }),
};

/** The lines of the permission matrix, typed by hand. */
export const commentLines = {
  listComments: "view",
  countComments: "view",
  getCommentThread: "view",
  listReplies: "view",
  listCommentEdits: "view",
  createComment: "create",
  replyToComment: "create",
  reactToComment: "create",
  resolveThread: "create",
  reopenThread: "create",
  editComment: "comments",
  // Each deletes the own ones, and those who administer all.
  deleteComment: "views",
} as const;
