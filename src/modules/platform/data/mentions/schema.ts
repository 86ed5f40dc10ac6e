import { z } from "zod";
import { nounEntities } from "@/lib/nouns/all";
import { maxMentions } from "@/lib/rich-text/rich-text";
import { searchFact } from "@/lib/search";
import { id, queryText } from "@/lib/zod";

const entity = z.enum(nounEntities);
/** A member or a record. */
const mention = z.object({ entity: z.string().max(60), id });

export const checkMentionsInput = z.object({
  entity,
  /** The record of the text; null for one that is not saved yet. */
  id: id.nullable(),
  /** The owner that a new record will have; you unless given. */
  ownerId: id.nullable().optional(),
  memberIds: z.array(id).max(maxMentions),
});

/** A member who will not be notified of a mention. */
export const unreachedMember = z
  .object({
    id,
    /** Null: no member of the workspace. */
    name: z.string().nullable(),
    /** Follows the name: "cannot see this opportunity and will not be notified". */
    reason: z.string(),
  })
  .meta({ id: "UnreachedMember" });
export const checkMentionsOutput = z.object({ members: z.array(unreachedMember) });

export const mentionLabelsInput = z.object({ mentions: z.array(mention).max(maxMentions) });
export const mentionLabel = mention
  .extend({
    /** Null when it does not exist or you may not see it. */
    label: z.string().nullable(),
    /** A record that is archived, or a member who has left. */
    archived: z.boolean(),
  })
  .meta({ id: "MentionLabel" });
export const mentionLabelsOutput = z.object({ labels: z.array(mentionLabel) });

export const suggestMentionsInput = z.object({
  q: queryText,
  /** The record of the text: its owner and the members whom it mentions come first. */
  near: z.object({ entity, id }).optional(),
});
export const suggestMentionsOutput = z.object({
  /** A record has a word of the text as a word of its name, and no member has: the records are shown first. */
  recordsFirst: z.boolean(),
  members: z.array(z.object({ id, name: z.string() })),
  records: z.array(z.object({ entity: z.string(), id, label: z.string(), facts: z.array(searchFact) })),
});
