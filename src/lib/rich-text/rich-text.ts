/** A formatting of a text, such as bold, or a link. */
export interface RichMark {
  type: string;
  attrs?: Readonly<Record<string, unknown>>;
}

/** A block, a piece of text or a mention. */
export interface RichNode {
  type: string;
  attrs?: Readonly<Record<string, unknown>>;
  content?: readonly RichNode[];
  marks?: readonly RichMark[];
  text?: string;
}

/** A formatted text: a document of the closed schema in `extensions.ts`. */
export interface RichDoc extends RichNode {
  type: "doc";
}

/**
 * A formatted text as the server returns it. A record always has its `doc`; rows of lists have null and the beginning of
 * the text: such a text must not be edited before the record is loaded.
 */
export interface RichText {
  doc: RichDoc | null;
  /** Its words, one line per block. Mentions are "@…": their names depend on the reader. */
  text: string;
}

/** A formatted text in an input: a document, or Markdown. */
export type RichTextInput = { doc: RichDoc } | string;

/** A mentioned member or record; its name is resolved for each reader. */
export interface Mention {
  /** "member" or the entity of a noun. */
  entity: string;
  id: string;
}

/** The largest document, in bytes of its JSON. */
export const maxDocBytes = 200_000;
/** The most levels of nodes: no real text has more lists in lists. */
export const maxDocDepth = 40;
/** The most blocks, pieces of text and mentions of a document. */
export const maxDocNodes = 20_000;
/** The most mentions of a document. */
export const maxMentions = 500;
/** The longest Markdown, in characters. */
export const maxMarkdown = 100_000;
/** How much of a text rows of lists have, in characters. */
export const listedLength = 300;
/** The version of the schema, stored with each document. */
export const docVersion = 1;

/** How a mention reads in the text form. */
export const mentionText = "@…";
