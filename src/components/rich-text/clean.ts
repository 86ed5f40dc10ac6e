import type { Fragment, Schema } from "@tiptap/pm/model";
import { Fragment as Fragments } from "@tiptap/pm/model";
import { isSafeLink } from "@/lib/rich-text/links";
import type { RichMark, RichNode } from "@/lib/rich-text/rich-text";
import { fittedRows } from "./clean-table";

/** The most rows of a table that is pasted: longer ones belong into a file. */
export const mostPastedRows = 200;
const mostColumns = 50;
const longestWord = 100;

/** Pasted content as the schema has it, and what was left out. */
export interface Cleaned {
  content: Fragment;
  /** The rows of the longest table that was cut. */
  cutFrom: number | null;
}

/**
 * Foreign content with the attributes that a text of ours can have. The parser takes some as they are, such as a cell
 * that is a billion columns wide, which would stop the tab.
 */
export function cleanFragment(content: Fragment, schema: Schema): Cleaned {
  const at: Cleaning = { schema, cutFrom: null };
  const nodes = ((content.toJSON() ?? []) as RichNode[]).flatMap((node) => cleanNode(node, at));
  return { content: Fragments.fromJSON(schema, nodes), cutFrom: at.cutFrom };
}

/** Nodes of foreign JSON, as Markdown is read: unknown ones are replaced by their content. */
export function cleanNodes(nodes: readonly RichNode[], schema: Schema): RichNode[] {
  const at: Cleaning = { schema, cutFrom: null };
  return nodes.flatMap((node) => cleanNode(node, at));
}

interface Cleaning {
  schema: Schema;
  cutFrom: number | null;
}

function cleanNode(node: RichNode, at: Cleaning): RichNode[] {
  if (node.type === "text") {
    const text = plainText(node.text ?? "");
    return text === "" ? [] : [{ type: "text", text, ...marksOf(node, at) }];
  }
  const cleaned = (node.content ?? []).flatMap((child) => cleanNode(child, at));
  const content = node.type === "table" ? rowsOf(cleaned, at) : cleaned;
  if (!Object.hasOwn(at.schema.nodes, node.type)) return content;
  const attrs = attrsOf(node);
  if (attrs === "unusable") return [];
  return [
    { type: node.type, ...(attrs ? { attrs } : {}), ...(content.length > 0 ? { content } : {}), ...marksOf(node, at) },
  ];
}

function rowsOf(rows: readonly RichNode[], at: Cleaning): RichNode[] {
  const fitted = fittedRows(rows, mostPastedRows);
  if (fitted.length < rows.length) at.cutFrom = Math.max(at.cutFrom ?? 0, rows.length);
  return fitted;
}

function marksOf({ marks = [] }: RichNode, { schema }: Cleaning): { marks?: RichMark[] } {
  const kept = marks.flatMap(({ type, attrs }): RichMark[] => {
    if (!Object.hasOwn(schema.marks, type)) return [];
    if (type !== "link") return [{ type }];
    const href = attrs?.href;
    return typeof href === "string" && isSafeLink(href) ? [{ type, attrs: { href } }] : [];
  });
  return kept.length > 0 ? { marks: kept } : {};
}

/** The attributes of a node of each type that has some; a mention without a record is unusable. */
function attrsOf({ type, attrs = {} }: RichNode): Record<string, unknown> | "unusable" | null {
  switch (type) {
    case "heading":
      return { level: wholeIn(attrs.level, 1, 3) ?? 3 };
    case "orderedList":
      return { start: wholeIn(attrs.start, 0, 1_000_000) ?? 1 };
    case "taskItem":
      return { checked: attrs.checked === true };
    case "codeBlock":
      return { language: shortWord(attrs.language) };
    case "tableCell":
    case "tableHeader":
      return {
        colspan: wholeIn(attrs.colspan, 1, mostColumns) ?? 1,
        rowspan: wholeIn(attrs.rowspan, 1, mostPastedRows) ?? 1,
        align: ["left", "center", "right"].find((side) => side === attrs.align) ?? null,
      };
    case "mention": {
      const [entity, id] = [shortWord(attrs.entity), shortWord(attrs.id)];
      return entity === null || id === null ? "unusable" : { entity, id };
    }
    default:
      return null;
  }
}

function wholeIn(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

const shortWord = (value: unknown): string | null =>
  typeof value === "string" && value.length <= longestWord && /^[\w+#.:-]+$/.test(value) ? value : null;

// Half characters and the null character cannot be stored.
const halves = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
export const plainText = (text: string): string => text.replaceAll("\0", "").replace(halves, "\uFFFD");
