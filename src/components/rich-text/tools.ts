import type { Editor } from "@tiptap/core";
import {
  AtSign,
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Minus,
  Pilcrow,
  Plus,
  Quote,
  Redo2,
  SquareCode,
  Strikethrough,
  Table,
  Underline,
  Undo2,
} from "lucide-react";

/** One act of the editor's bars and menus. */
export interface Tool {
  id: string;
  label: string;
  /** Its heading in the menu of "/". */
  group: string;
  /** Its shortcut, as of the app's: "mod+b". */
  keys?: string;
  Icon: LucideIcon;
  /** Whether it is on where the cursor is; only for those that can be switched. */
  isOn?(editor: Editor): boolean;
  /** Whether it does something now; always by default. */
  can?(editor: Editor): boolean;
  run(editor: Editor): void;
  /** Further words under which the menu of "/" finds it. */
  words?: string;
}

const mark = (id: string, label: string, keys: string, Icon: LucideIcon): Tool => ({
  ...{ id, label, keys, Icon, group: "Words" },
  isOn: (editor) => editor.isActive(id),
  can: (editor) => editor.can().toggleMark(id),
  run: (editor) => void editor.chain().focus().toggleMark(id).run(),
});

const heading = (level: 1 | 2 | 3, Icon: LucideIcon): Tool => ({
  ...{ id: `heading${level}`, label: `Heading ${level}`, keys: `mod+alt+${level}`, Icon, group: "Blocks" },
  words: "title section",
  isOn: (editor) => editor.isActive("heading", { level }),
  run: (editor) => void editor.chain().focus().toggleHeading({ level }).run(),
});

export const bold = mark("bold", "Bold", "mod+b", Bold);
export const italic = mark("italic", "Italic", "mod+i", Italic);
const underline = mark("underline", "Underline", "mod+u", Underline);
export const strike = mark("strike", "Strike through", "mod+shift+s", Strikethrough);
export const code = mark("code", "Code", "mod+e", Code);
const heading1 = heading(1, Heading1);
export const heading2 = heading(2, Heading2);
export const heading3 = heading(3, Heading3);

const plain: Tool = {
  ...{ id: "paragraph", label: "Text", keys: "mod+alt+0", Icon: Pilcrow, group: "Blocks", words: "paragraph plain" },
  run: (editor) => void editor.chain().focus().setParagraph().run(),
};
const bullets: Tool = {
  ...{ id: "bulletList", label: "Bulleted list", keys: "mod+shift+8", Icon: List, group: "Blocks" },
  words: "bullets points unordered",
  isOn: (editor) => editor.isActive("bulletList"),
  run: (editor) => void editor.chain().focus().toggleBulletList().run(),
};
const numbers: Tool = {
  ...{ id: "orderedList", label: "Numbered list", keys: "mod+shift+7", Icon: ListOrdered, group: "Blocks" },
  words: "ordered steps",
  isOn: (editor) => editor.isActive("orderedList"),
  run: (editor) => void editor.chain().focus().toggleOrderedList().run(),
};
const checks: Tool = {
  ...{ id: "taskList", label: "Checklist", keys: "mod+shift+9", Icon: ListChecks, group: "Blocks" },
  words: "tasks todo checkbox",
  isOn: (editor) => editor.isActive("taskList"),
  run: (editor) => void editor.chain().focus().toggleTaskList().run(),
};
const quote: Tool = {
  ...{ id: "blockquote", label: "Quote", keys: "mod+shift+b", Icon: Quote, group: "Blocks", words: "citation" },
  isOn: (editor) => editor.isActive("blockquote"),
  run: (editor) => void editor.chain().focus().toggleBlockquote().run(),
};
const codeBlock: Tool = {
  ...{ id: "codeBlock", label: "Code block", keys: "mod+alt+c", Icon: SquareCode, group: "Blocks", words: "pre mono" },
  isOn: (editor) => editor.isActive("codeBlock"),
  run: (editor) => void editor.chain().focus().toggleCodeBlock().run(),
};
const table: Tool = {
  ...{ id: "table", label: "Table", Icon: Table, group: "Insert", words: "grid rows columns" },
  can: (editor) => !editor.isActive("table") && !editor.isActive("codeBlock"),
  run: (editor) => void editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
};
const divider: Tool = {
  ...{ id: "horizontalRule", label: "Divider", Icon: Minus, group: "Insert", words: "line rule hr separator" },
  run: (editor) => void editor.chain().focus().setHorizontalRule().run(),
};
/** Types a sign, which opens its menu. */
const signTool = (sign: string, tool: Pick<Tool, "id" | "label" | "Icon" | "words">): Tool => ({
  ...{ ...tool, keys: sign, group: "Insert" },
  can: (editor) => !editor.isActive("codeBlock"),
  run(editor) {
    const { from } = editor.state.selection;
    const before = editor.state.doc.textBetween(Math.max(0, from - 1), from, "\n", " ");
    const text = before === "" || /\s/.test(before) ? sign : ` ${sign}`;
    editor.chain().focus().insertContent(text).run();
  },
});
const mention = signTool("@", { id: "mention", label: "Mention", Icon: AtSign, words: "member person record @" });
const insert = signTool("/", { id: "insert", label: "Insert", Icon: Plus });

const undo: Tool = {
  ...{ id: "undo", label: "Undo", keys: "mod+z", Icon: Undo2, group: "History" },
  can: (editor) => editor.can().undo(),
  run: (editor) => void editor.chain().focus().undo().run(),
};
const redo: Tool = {
  ...{ id: "redo", label: "Redo", keys: "mod+shift+z", Icon: Redo2, group: "History" },
  can: (editor) => editor.can().redo(),
  run: (editor) => void editor.chain().focus().redo().run(),
};

/** The link of the cursor or selection; `open` asks for its address. */
export const linkTool = (open: () => void): Tool => ({
  ...{ id: "link", label: "Link", keys: "mod+k", Icon: Link, group: "Words" },
  isOn: (editor) => editor.isActive("link"),
  can: (editor) => !editor.isActive("codeBlock"),
  run: open,
});

/** The bar has these beside its buttons on a desktop; its other tools have keys, and a place in the menu of "/". */
const onDesk = new Set(["bold", "italic", "link", "heading2", "bulletList", "orderedList", "taskList", "table"]);
export const isOnDesk = ({ id }: Tool): boolean => onDesk.has(id) || id === "mention" || id === "insert";

/** The bar below the text, in groups; a phone has all of it. */
export const barTools = (link: Tool, mayMention: boolean): readonly (readonly Tool[])[] => [
  [bold, italic, underline, strike, code, link],
  [heading1, heading2, heading3],
  [bullets, numbers, checks],
  [quote, codeBlock, table, divider],
  [...(mayMention ? [mention] : []), insert],
  [undo, redo],
];

/** The acts of a table, in words: their pictures would all look the same. */
export const tableTools: readonly Pick<Tool, "id" | "label" | "run">[] = [
  { id: "rowAbove", label: "Row above", run: (editor) => void editor.chain().focus().addRowBefore().run() },
  { id: "rowBelow", label: "Row below", run: (editor) => void editor.chain().focus().addRowAfter().run() },
  { id: "deleteRow", label: "Delete row", run: (editor) => void editor.chain().focus().deleteRow().run() },
  { id: "columnBefore", label: "Column before", run: (editor) => void editor.chain().focus().addColumnBefore().run() },
  { id: "columnAfter", label: "Column after", run: (editor) => void editor.chain().focus().addColumnAfter().run() },
  { id: "deleteColumn", label: "Delete column", run: (editor) => void editor.chain().focus().deleteColumn().run() },
  { id: "headerRow", label: "Header row", run: (editor) => void editor.chain().focus().toggleHeaderRow().run() },
  { id: "deleteTable", label: "Delete table", run: (editor) => void editor.chain().focus().deleteTable().run() },
];

const inSlash = [plain, heading1, heading2, heading3, bullets, numbers, checks, quote, codeBlock, table, divider];

/** The entries of the menu of "/" for a text, in a table with the acts of the table. */
export function slashTools(editor: Editor, query: string, mayMention: boolean): Tool[] {
  const wanted = query.toLowerCase();
  const ofTable = tableTools.map((tool) => ({ ...tool, group: "Table", Icon: Table }));
  const offered: Tool[] = [...inSlash, ...(editor.isActive("table") ? ofTable : []), ...(mayMention ? [mention] : [])];
  return offered.filter(
    (tool) => (tool.can?.(editor) ?? true) && `${tool.label} ${tool.words ?? ""}`.toLowerCase().includes(wanted),
  );
}
