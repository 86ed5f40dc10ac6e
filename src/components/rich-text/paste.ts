import { Extension } from "@tiptap/core";
import { Fragment, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { counted, nouns } from "@/lib/counted";
import { maxDocBytes, maxDocDepth, type RichNode } from "@/lib/rich-text/rich-text";
import { cleanFragment, mostPastedRows, plainText } from "./clean";
import { looksLikeMarkdown, markdownSlice } from "./paste-markdown";
import { bytesOf, depthOf } from "./size";

/** Larger clipboards are not even read: the tab would stop for seconds. */
const longestHtml = 5_000_000;

const tooLong = "This is too long to paste: a text may have 200 kB. Nothing was changed.";
const tooDeep = "Its lists are nested too deeply, so it was pasted as plain text.";
const noPictures = "Pictures cannot be put into a text.";

interface CleanPaste {
  slice: Slice;
  notice: string | null;
}

/** Pasted content as the schema has it: scripts, styles and pictures are dropped, unsafe links become words. */
export function cleanSlice(slice: Slice, schema: Schema): CleanPaste {
  const { content, cutFrom } = cleanFragment(slice.content, schema);
  if (depthOf({ type: "doc", content: (content.toJSON() ?? []) as RichNode[] }) > maxDocDepth)
    return { slice: textSlice(content.textBetween(0, content.size, "\n"), schema), notice: tooDeep };
  const notice =
    cutFrom === null
      ? null
      : `Only the first ${counted(mostPastedRows, nouns.row)} of ${counted(cutFrom, nouns.row)} were pasted.`;
  const [start, end] = opennessOf(content, slice);
  return { slice: new Slice(content, start, end), notice };
}

/** Otherwise the browser itself would insert what failed here. */
function cleanOrNothing(slice: Slice, schema: Schema): CleanPaste {
  try {
    return cleanSlice(slice, schema);
  } catch {
    return { slice: Slice.empty, notice: "This could not be pasted. Paste it as plain text instead." };
  }
}

/** Cleaning may have emptied the ends of a slice, which cannot be open any more. */
function opennessOf(content: Fragment, { openStart, openEnd }: Slice): [number, number] {
  const most = Slice.maxOpen(content);
  return [Math.min(openStart, most.openStart), Math.min(openEnd, most.openEnd)];
}

function textSlice(text: string, schema: Schema): Slice {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => schema.node("paragraph", null, line === "" ? [] : schema.text(line)));
  return new Slice(Fragment.from(lines), 1, 1);
}

/** Plain text that was written as Markdown, as formatted text; null for other text. */
export function plainTextSlice(text: string, schema: Schema): Slice | null {
  return text.length <= maxDocBytes && looksLikeMarkdown(text) ? markdownSlice(text, schema) : null;
}

/** Cleans what is pasted or dropped, and refuses what would make the text too long. */
export const PasteGuard = Extension.create<{ onNotice(words: string | null): void }>({
  name: "pasteGuard",
  // Before other plugins, which would insert it themselves.
  priority: 1_000,
  addOptions: () => ({ onNotice: () => undefined }),
  addProseMirrorPlugins() {
    const { onNotice } = this.options;
    const fits = (view: EditorView, slice: Slice): boolean => {
      const { doc } = view.state.tr.replaceSelection(slice);
      if (bytesOf(doc.toJSON() as RichNode) <= maxDocBytes) return true;
      onNotice(tooLong);
      return false;
    };
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            paste(_view, event) {
              onNotice(null);
              if ((event.clipboardData?.getData("text/html").length ?? 0) <= longestHtml) return false;
              onNotice(tooLong);
              event.preventDefault();
              return true;
            },
          },
          transformPastedText: plainText,
          clipboardTextParser: (text, _context, isPlain, view) =>
            (isPlain ? null : plainTextSlice(text, view.state.schema)) ?? textSlice(plainText(text), view.state.schema),
          transformPasted(slice, view) {
            const { slice: clean, notice } = cleanOrNothing(slice, view.state.schema);
            if (notice !== null) onNotice(notice);
            return clean;
          },
          handlePaste(view, event, slice) {
            const { files } = event.clipboardData ?? {};
            if (files && files.length > 0 && slice.size === 0) {
              onNotice(noPictures);
              return true;
            }
            return !fits(view, slice);
          },
          handleDrop: (view, _event, slice, isMoved) => !isMoved && !fits(view, slice),
        },
      }),
    ];
  },
});
