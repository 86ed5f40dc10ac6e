import { z } from "zod";
import { field } from "@/lib/fields/build";
import { rulesOf } from "@/lib/fields/kinds";
import { richTextInput } from "@/lib/fields/rich-text";
import { commentedEntities } from "@/lib/nouns/all";
import type { RichText } from "@/lib/rich-text/rich-text";
import { id, instant, memberReference, version } from "@/lib/zod";
import { storedFile } from "@/modules/platform/data/files/schema";
import { maxPage, reactionKinds } from "./rules";

/** The text of a comment, as a field. */
export const commentFields = { text: field.richText({ label: "Comment" }) };
const text = rulesOf(commentFields.text).output(commentFields.text) as z.ZodType<RichText, RichText>;

const reaction = z
  .object({
    kind: z.enum(reactionKinds),
    count: z.int(),
    /** Whether you are one of them. */
    mine: z.boolean(),
    /** The first members, by name. */
    names: z.array(z.string()),
  })
  .meta({ id: "CommentReaction" });

export const comment = z
  .object({
    id,
    entity: z.string(),
    recordId: id,
    /** The comment that began the thread; null for that comment itself. */
    threadId: id.nullable(),
    writer: memberReference,
    /** Null once it is deleted. */
    text: text.nullable(),
    createdAt: instant,
    editedAt: instant.nullable(),
    deletedAt: instant.nullable(),
    /** Null also when it was erased with a person. */
    deletedBy: memberReference.nullable(),
    reactions: z.array(reaction),
    /** Its files, in the order in which they were added. */
    files: z.array(storedFile),
    mayEdit: z.boolean(),
    mayDelete: z.boolean(),
    version,
  })
  .meta({ id: "Comment" });
export type Comment = z.infer<typeof comment>;

/** A comment with its last replies, the oldest of them first. */
export const commentThread = comment
  .extend({
    resolvedAt: instant.nullable(),
    resolvedBy: memberReference.nullable(),
    replies: z.array(comment),
    replyCount: z.int(),
  })
  .meta({ id: "CommentThread" });
export type CommentThread = z.infer<typeof commentThread>;

const entity = z.enum(commentedEntities as [string, ...string[]], "There are no comments on such records.");
const cursor = z.string().max(200).optional();
const limit = z.int().min(1).max(maxPage).optional();
const ofRecord = { entity, recordId: id };

export const listCommentsInput = z.object({ ...ofRecord, cursor, limit });
export const commentThreads = z.object({
  rows: z.array(commentThread),
  nextCursor: z.string().nullable(),
  /** Whether the caller may write comments on this record. */
  mayComment: z.boolean(),
});
export const countCommentsInput = z.object(ofRecord);
export const commentCounts = z.object({
  /** Comments and replies that are not deleted. */
  comments: z.int(),
  resolvedThreads: z.int(),
});
export const commentInput = z.object({ id });
/** From the newest reply to the oldest. */
export const listRepliesInput = z.object({ id, cursor, limit });
export const commentReplies = z.object({ rows: z.array(comment), nextCursor: z.string().nullable() });
export const commentEdits = z.object({
  /** The former texts, the last one first. */
  rows: z.array(z.object({ id, text: text.nullable(), writtenAt: instant, replacedAt: instant })),
});

export const createCommentInput = z.object({ ...ofRecord, text: richTextInput });
export const replyInput = z.object({ id, text: richTextInput });
export const editCommentInput = z.object({ id, version, text: richTextInput });
export const reactInput = z.object({ id, kind: z.enum(reactionKinds, "There is no such reaction."), on: z.boolean() });
