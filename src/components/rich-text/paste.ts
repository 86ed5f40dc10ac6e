import { Extension } from "@tiptap/core";
import { Fragment, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
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
/** Marks content that was copied from an editor. */
const editorSign = "data-pm-slice";

const unreadable = "This could not be pasted with its format, so it was pasted as plain text.";
const noPictures = "Pictures cannot be put into a text.";

interface CleanPaste {
  slice: Slice;
  notice: string | null;
}

/** Pasted content as the schema has it: scripts, styles and pictures are dropped, unsafe links become words. */
export function cleanSlice(slice: Slice, schema: Schema, locale: string): CleanPaste {
  const { content, cutFrom } = cleanFragment(slice.content, schema);
  if (depthOf({ type: "doc", content: (content.toJSON() ?? []) as RichNode[] }) > maxDocDepth)
    return { slice: textSlice(content.textBetween(0, content.size, "\n"), schema), notice: tooDeep };
  const notice =
    cutFrom === null
      ? null
      : `Only the first ${counted(mostPastedRows, nouns.row, locale)} of ${counted(cutFrom, nouns.row, locale)} were pasted.`;
  const [start, end] = opennessOf(content, slice);
  return { slice: new Slice(content, start, end), notice };
}

/** Otherwise the browser itself would insert what failed here. */
function cleanOrNothing(slice: Slice, schema: Schema, locale: string): CleanPaste {
  try {
    return cleanSlice(slice, schema, locale);
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

/**
 * Pastes content that claims to come from an editor: its context may be forged, which fails. Then the browser itself
 * would insert it, pictures and all.
 */
function pasteFromEditor(view: EditorView, event: Event, { html, text }: Clipboard): string | null {
  event.preventDefault();
  try {
    view.pasteHTML(html, event as ClipboardEvent);
    return null;
  } catch {
    view.pasteText(text);
    return unreadable;
  }
}

interface Clipboard {
  html: string;
  text: string;
}
const clipboardOf = (data: DataTransfer | null): Clipboard => ({
  html: data?.getData("text/html") ?? "",
  text: data?.getData("text/plain") ?? "",
});

/** Puts the cursor where something is dropped. */
function cursorTo(view: EditorView, { clientX: left, clientY: top }: MouseEvent): void {
  const at = view.posAtCoords({ left, top });
  if (at) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
}

/** Cleans what is pasted or dropped, and refuses what would make the text too long. */
export const PasteGuard = Extension.create<{ locale: string; onNotice(words: string | null): void }>({
  name: "pasteGuard",
  // Before other plugins, which would insert it themselves.
  priority: 1_000,
  addOptions: () => ({ locale: "", onNotice: () => undefined }),
  addProseMirrorPlugins() {
    const { locale, onNotice } = this.options;
    const fits = (view: EditorView, slice: Slice): boolean => {
      const { doc } = view.state.tr.replaceSelection(slice);
      if (bytesOf(doc.toJSON() as RichNode) <= maxDocBytes) return true;
      onNotice(tooLong);
      return false;
    };
    let isShifted = false;
    const isTooLong = (event: Event, { html }: Clipboard): boolean => {
      onNotice(html.length > longestHtml ? tooLong : null);
      if (html.length > longestHtml) event.preventDefault();
      return html.length > longestHtml;
    };
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            keydown(_view, event) {
              isShifted = event.shiftKey;
              return false;
            },
            paste(view, event) {
              const given = clipboardOf(event.clipboardData);
              if (isTooLong(event, given)) return true;
              const isPlain = given.text !== "" && (isShifted || view.state.selection.$from.parent.type.spec.code);
              if (isPlain || !given.html.includes(editorSign)) return false;
              const problem = pasteFromEditor(view, event, given);
              if (problem !== null) onNotice(problem);
              return true;
            },
            drop(view, event) {
              const given = clipboardOf(event.dataTransfer);
              if (view.dragging) return false;
              if (isTooLong(event, given)) return true;
              if (!given.html.includes(editorSign)) return false;
              cursorTo(view, event);
              const problem = pasteFromEditor(view, event, given);
              if (problem !== null) onNotice(problem);
              return true;
            },
          },
          transformPastedText: plainText,
          clipboardTextParser: (text, _context, isPlain, view) =>
            (isPlain ? null : plainTextSlice(text, view.state.schema)) ?? textSlice(plainText(text), view.state.schema),
          transformPasted(slice, view) {
            const { slice: clean, notice } = cleanOrNothing(slice, view.state.schema, locale);
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
