import { z } from "zod";
import { docBytes } from "@/lib/rich-text/limits";
import { listedLength, maxDocBytes, maxMarkdown, type RichText, type RichTextInput } from "@/lib/rich-text/rich-text";
import { docOfText } from "@/lib/rich-text/text";
import { textUpTo } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

/** A document by its outside alone: `rich-text/check.ts`, on the server, knows the whole schema. */
const doc = z.looseObject({ type: z.literal("doc") }).meta({
  id: "RichDoc",
  description:
    "A document of Tiptap: paragraphs, headings of three levels, lists, checklists, quotes, code, tables, links and mentions.",
});

/** A formatted text as people and programs give it. */
export const richTextInput = z
  .union([textUpTo(maxMarkdown), z.object({ doc })])
  .meta({ id: "GivenRichText", description: "A document, or a text in Markdown." }) as unknown as z.ZodType<
  RichTextInput,
  RichTextInput
>;

/** A formatted text as the server returns it. */
const richTextOutput = z.object({ doc: doc.nullable(), text: z.string() }).meta({
  id: "RichText",
  description: `A formatted text and its words. Lists leave out \`doc\` and return the first ${listedLength} characters of \`text\`: ask for the record itself to get both whole.`,
}) as unknown as z.ZodType<RichText, RichText>;

/** A cell of a file: a plain text, which must fit into a document, for people edit it as one. */
export const importedText = textUpTo(maxMarkdown).refine(
  (text) => docBytes(docOfText(text)) <= maxDocBytes,
  `Use a text of at most ${maxDocBytes / 1000} kB.`,
);

export const richTextRules: KindRules<"richText"> = {
  output: () => richTextOutput,
  input: () => richTextInput,
  columns: (name, field) => ({ [name]: catalogColumn(field, "richText") }),
  row: (name) => ({ [name]: importedText }),
};
