import { z } from "zod";
import { searchHit } from "@/lib/search";
import { id, queryText } from "@/lib/zod";

export const searchInput = z.object({
  q: queryText,
  /** Only records of these kinds. */
  entities: z.array(z.string().max(60)).max(60).optional(),
  /** Archived ones too. */
  archived: z.boolean().optional(),
  /** The most of each kind. */
  limit: z.int().min(1).max(50).default(8),
});

/** A comment that holds the words, with its record. */
const commentHit = z
  .object({
    id,
    entity: z.string(),
    recordId: id,
    /** The name of the record. */
    record: z.string(),
    writer: z.string(),
    /** The words around the first one that was found. */
    text: z.string(),
  })
  .meta({ id: "CommentHit" });

/** A file whose name holds the words, with its record. */
const fileHit = z
  .object({
    id,
    entity: z.string(),
    recordId: id,
    /** The comment on this record that the file belongs to; null for a file of the record itself. */
    commentId: id.nullable(),
    name: z.string(),
    record: z.string(),
  })
  .meta({ id: "FileHit" });

export const searchOutput = z.object({
  hits: z.array(searchHit),
  /** Comments on records, the newest first; none if kinds are given. */
  comments: z.array(commentHit),
  /** Files of records and comments, the newest first; none if kinds are given. */
  files: z.array(fileHit),
});
