"use client";

import { Extension, InputRule } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions";
import { type Editor, useEditor } from "@tiptap/react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useStable } from "@/components/ui/use-stable";
import { richTextExtensions } from "@/lib/rich-text/extensions";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { editableDoc } from "./editable-doc";
import { MentionNames } from "./mention-names";
import { namedMention } from "./mention-node";
import type { MentionSource } from "./mentions";
import { PasteGuard } from "./paste";
import { SuggestMenu } from "./suggest-menu";
import { suggestions } from "./suggestions";

interface RichEditorOptions {
  /** The name of the field. */
  label: string;
  /** The text that it begins with; later ones are not taken over. */
  value: RichDoc | null;
  placeholder: string;
  source: MentionSource | null;
  autoFocus: boolean;
  /** Of the lines about it. */
  describedBy: string;
  onUpdate(): void;
  /** ⌘Enter. */
  onSave(): void;
  onLink(): void;
  /** About what was pasted; null for nothing. */
  onNotice(words: string | null): void;
}

/** The editor of a text, and the menu at its cursor. Null until the page is in the browser. */
export function useRichEditor(options: RichEditorOptions): { editor: Editor | null; menu: SuggestMenu } {
  const { label, value, placeholder, source, autoFocus, describedBy } = options;
  const { locale } = useListLocale();
  const onUpdate = useStable(options.onUpdate);
  const onSave = useStable(options.onSave);
  const onLink = useStable(options.onLink);
  const onNotice = useStable(options.onNotice);
  const [menu] = useState(() => new SuggestMenu());
  const [extensions] = useState(() => {
    const names = new MentionNames(async (mentions) => (await source?.labels(mentions)) ?? []);
    return [
      ...richTextExtensions(namedMention(names)),
      Placeholder.configure({ placeholder }),
      PasteGuard.configure({ locale, onNotice }),
      suggestions({ menu, names, source }),
      ownKeys({ onSave, onLink }),
    ];
  });
  const [content] = useState(() => editableDoc(value));
  const editor = useEditor({
    immediatelyRender: false,
    // Its rules are in rich-text.css.
    injectCSS: false,
    extensions,
    content: content as never,
    autofocus: false,
    onCreate: ({ editor: made }) => autoFocus && focusEnd(made),
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-describedby": describedBy,
        class: "rich-text min-h-[68px] px-3 py-2",
      },
    },
    onUpdate,
  });
  return { editor, menu };
}

/**
 * Focuses the end of a text. On a phone Tiptap focuses within its own transaction, and fails if the text changes by
 * that: after a table or list a last paragraph is added. So that is added before.
 */
function focusEnd(editor: Editor): void {
  editor.view.dispatch(editor.state.tr);
  editor.commands.focus("end");
}

/** The keys that the extensions do not have. Before theirs: ⌘Enter would break a line. */
const ownKeys = ({ onSave, onLink }: { onSave(): void; onLink(): void }) =>
  Extension.create({
    name: "ownKeys",
    priority: 2_000,
    addInputRules() {
      const { editor } = this;
      return [
        new InputRule({
          // "- " has made a list before "[ ] " is typed.
          find: /^\[([ x]?)\]\s$/,
          handler({ range, match, chain }) {
            if (!editor.isActive("bulletList")) return null;
            const list = chain().deleteRange(range).liftListItem("listItem").toggleTaskList();
            list.updateAttributes("taskItem", { checked: match[1] === "x" }).run();
            return undefined;
          },
        }),
      ];
    },
    addKeyboardShortcuts() {
      const { editor } = this;
      return {
        "Mod-Enter": () => {
          onSave();
          return true;
        },
        // Without a selection it opens the command menu, as everywhere.
        "Mod-k": () => {
          const links = !editor.state.selection.empty || editor.isActive("link");
          if (links) onLink();
          return links;
        },
        "Alt-F10": () => {
          const bar = editor.view.dom.closest("[data-rich-text]")?.querySelector<HTMLElement>("[role=toolbar] button");
          bar?.focus();
          return bar !== null && bar !== undefined;
        },
      };
    },
  });
