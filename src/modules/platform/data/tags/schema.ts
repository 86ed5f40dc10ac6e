import { z } from "zod";
import { choiceColors } from "@/lib/fields/choice-colors";
import { id, instant, version } from "@/lib/zod";

/** The most tags of a workspace. */
export const maxTags = 1000;

const name = z.string().trim().min(1, "Give the tag a name.").max(60, "Use up to 60 characters.");
const category = z.string().trim().max(40).nullable();
const color = z.enum(choiceColors);

export const tag = z
  .object({
    id,
    name: z.string(),
    color,
    category: z.string().nullable(),
    archivedAt: instant.nullable(),
    /** The number of records that have it, by kind of record; only on request. */
    usage: z.array(z.object({ entity: z.string(), records: z.int() })).optional(),
    version,
  })
  .meta({ id: "Tag" });
export type TagRow = z.infer<typeof tag>;
export const tagList = z.array(tag);

export const listTagsInput = z.object({ usage: z.boolean().optional(), archived: z.boolean().optional() });
export const createTagInput = z.object({ name, color: color.optional(), category: category.optional() });
export const updateTagInput = z.object({
  id,
  version,
  name: name.optional(),
  color: color.optional(),
  category: category.optional(),
});
export const tagVersionInput = z.object({ id, version });
/** Records of `id` have `intoId` afterwards, and `id` is gone. */
export const mergeTagInput = z.object({ id, version, intoId: id });
/** The tag that the records have afterwards, and how many of them had the other one. */
export const mergedTag = z.object({ tag, records: z.int() });
