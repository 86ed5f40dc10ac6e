import { shift } from "@floating-ui/dom";
import { type Editor, Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { exitSuggestion, Suggestion, type SuggestionProps } from "@tiptap/suggestion";
import type { MentionNames } from "./mention-names";
import type { MentionOption, MentionSource } from "./mentions";
import type { SuggestItem, SuggestMenu } from "./suggest-menu";
import { slashTools, type Tool } from "./tools";

interface MenuOptions {
  menu: SuggestMenu;
  names: MentionNames;
  source: MentionSource | null;
}

interface SignOptions {
  char: string;
  label: string;
  items(query: string): Promise<SuggestItem[]> | SuggestItem[];
}

const longestQuery = 60;

/** The menus at the cursor: "/" inserts a block, "@" mentions a member or a record. */
export const suggestions = ({ menu, names, source }: MenuOptions) =>
  Extension.create({
    name: "suggestions",
    // Before the editor's own keys: Enter in a list would begin a new item.
    priority: 500,
    addProseMirrorPlugins() {
      const { editor } = this;
      const slash: SignOptions = {
        ...{ char: "/", label: "Insert" },
        items: (query) => slashTools(editor, query, source !== null).map((tool) => slashItem(editor, tool)),
      };
      const mention: SignOptions = {
        ...{ char: "@", label: "Mention" },
        items: async (query) => {
          if (!source || query.length > longestQuery) return [];
          const { members, records, recordsFirst = false } = await source.suggest(query.trim());
          const item = (group: string) => (option: MentionOption) => mentionItem(editor, names, group, option);
          const [people, others] = [members.map(item("People")), records.map(item("Records"))];
          return recordsFirst ? [...others, ...people] : [...people, ...others];
        },
      };
      return [menuPlugin(editor, menu, slash), ...(source ? [menuPlugin(editor, menu, mention)] : [])];
    },
  });

function menuPlugin(editor: Editor, menu: SuggestMenu, { char, label, items }: SignOptions) {
  const key = new PluginKey(`menu ${char}`);
  let failed = false;
  const dismiss = () => exitSuggestion(editor.view, key);
  const show = (props: SuggestionProps<SuggestItem, SuggestItem>) => {
    const { query, loading, mount, command: pick } = props;
    // A sentence after the sign is no query any more.
    const isOver = char === "/" || /\s/.test(query);
    if (!loading && props.items.length === 0 && isOver && !failed) menu.close();
    else
      menu.show({
        label,
        query,
        loading,
        failed,
        items: loading ? shownBefore(menu) : props.items,
        pick,
        mount,
        dismiss,
      });
  };
  return Suggestion<SuggestItem, SuggestItem>({
    editor,
    pluginKey: key,
    char,
    allowSpaces: true,
    floatingUi: { strategy: "fixed", middleware: [shift({ padding: 8 })] },
    allowedPrefixes: [" ", "(", "[", '"', "\u00a0"],
    decorationClass: "suggestion",
    debounce: char === "@" ? 120 : 0,
    allow: ({ state, range }) => !state.doc.resolve(range.from).parent.type.spec.code,
    items: async ({ query }) => {
      try {
        const found = query.startsWith(" ") ? [] : await items(query);
        failed = false;
        return found;
      } catch {
        failed = true;
        return [];
      }
    },
    command: ({ range, props }) => props.pick(range),
    render: () => ({
      onStart: show,
      onUpdate: show,
      onExit: () => menu.close(),
      onKeyDown: ({ event }) => !event.isComposing && menu.press(event.key),
    }),
  });
}

/** The items stay until others are found: the list must not blink at each key. */
const shownBefore = (menu: SuggestMenu): readonly SuggestItem[] => menu.get()?.items ?? [];

const slashItem = (editor: Editor, tool: Tool): SuggestItem => ({
  id: tool.id,
  label: tool.label,
  group: tool.group,
  note: undefined,
  Icon: tool.Icon,
  pick: (range) => {
    editor.chain().focus().deleteRange(range).run();
    tool.run(editor);
  },
});

const mentionItem = (
  editor: Editor,
  names: MentionNames,
  group: string,
  { entity, id, label, note, icon }: MentionOption,
): SuggestItem => ({
  ...{ id: `${entity} ${id}`, label, group, note, icon },
  pick: (range) => {
    names.put({ entity, id, label });
    const after = editor.state.doc.textBetween(range.to, Math.min(range.to + 1, editor.state.doc.content.size));
    const content = [
      { type: "mention", attrs: { entity, id } },
      ...(after === " " ? [] : [{ type: "text", text: " " }]),
    ];
    editor.chain().focus().insertContentAt(range, content).run();
  },
});
