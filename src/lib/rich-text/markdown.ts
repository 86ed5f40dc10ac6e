import { MarkdownManager } from "@tiptap/markdown";
import type { Schema } from "@tiptap/pm/model";
import { counted, plainLocale } from "@/lib/counted";
import { richTextExtensions } from "./extensions";
import { fitted } from "./fitted";
import { RichTextProblem, tooDeepMessage } from "./limits";
import { maxDocDepth, maxMarkdown, type RichDoc } from "./rich-text";

let made: MarkdownManager | undefined;

/** A document from Markdown. HTML stays text; images, unsafe links and everything that the schema lacks become text. */
export function docOfMarkdown(markdown: string, schema: Schema): RichDoc {
  if (markdown.length > maxMarkdown)
    throw new RichTextProblem(`Use at most ${counted(maxMarkdown, characters, plainLocale)}.`);
  if (markdown.split("\n").length > mostLines)
    throw new RichTextProblem(`Use at most ${counted(mostLines, lines, plainLocale)}, or send a document.`);
  if (nested.test(markdown)) throw new RichTextProblem(tooDeepMessage);
  if (costOf(markdown) > mostCost)
    throw new RichTextProblem(
      "A paragraph of this Markdown has too many signs such as * and _. Split it with empty lines, or send a document.",
    );
  if (wordCostOf(markdown) > mostWordCost)
    throw new RichTextProblem(
      "This Markdown has very long words with signs such as @, www. and ](. Split them with spaces, or send a document.",
    );
  made ??= new MarkdownManager({ extensions: richTextExtensions() });
  try {
    return fitted(made.parse(markdown.replace(/\r\n?/g, "\n")), schema);
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw new RichTextProblem(tooDeepMessage);
    throw error;
  }
}

const characters = { one: "character of Markdown", many: "characters of Markdown" };
const lines = { one: "line of Markdown", many: "lines of Markdown" };

/** A line that begins with more signs of quotes and lists than a document has levels; a row of "-" alone is a rule. */
const nested = new RegExp(`^(?![-*_ \\t]+$)(?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)])){${maxDocDepth + 1}}`, "m");

/** The parser looks at all following lines for each block: ten thousand would take seconds. */
const mostLines = 3_000;

/** The parser looks from each of these signs through its whole paragraph: it would take seconds for a few thousand. */
const mostCost = 100_000_000;

function costOf(markdown: string): number {
  const blocks = markdown.split(/\n(?:[ \t]*\n)+|\n(?= {0,3}[-*+][ \t]+\S)/);
  return blocks.reduce((sum, block) => {
    const words = block.replace(/^[ \t>]*[-*+][ \t]/gm, "");
    const [slow, quick] = [/[*_~]/g, /[[\]<!`\\&@]/g].map((signs) => words.match(signs)?.length ?? 0);
    return sum + (10 * (slow ?? 0) + (quick ?? 0)) * words.length;
  }, 0);
}

/** For an address or a link the parser looks from each character through the rest of its word or of its spaces. */
const mostWordCost = 50_000_000;
const withAddress = /@|www\.|:\/\/|\]\(/i;

function wordCostOf(markdown: string): number {
  const words = markdown.match(/\]\(\s{200,}|\S{200,}/g) ?? [];
  return words.reduce((sum, word) => sum + (withAddress.test(word) ? word.length ** 2 : 0), 0);
}
