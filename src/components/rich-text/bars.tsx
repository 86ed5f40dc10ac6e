"use client";

import { type Editor, useEditorState } from "@tiptap/react";
import { BubbleMenu } from "@tiptap/react/menus";
import { Fragment, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { keySymbols } from "@/components/ui/kbd-signs";
import { useMac } from "@/components/ui/use-mac";
import { cn } from "@/lib/cn";
import { bold, code, heading2, heading3, isOnDesk, italic, strike, type Tool, tableTools } from "./tools";

interface BarProps {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** The selection stays while a button is pressed with the pointer. */
const keepSelection = (event: MouseEvent) => event.preventDefault();

/** A row of buttons with one place in the order of Tab: arrows lead from one to the next. */
function Bar({ label, className, children }: BarProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const all = event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)");
    const buttons = [...all].filter((one) => one.offsetParent !== null);
    const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next !== undefined) buttons[(next + buttons.length) % buttons.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      role="toolbar"
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cn("no-scrollbar flex min-w-0 items-center gap-0.5 overflow-x-auto desk:flex-wrap", className)}
    >
      {children}
    </div>
  );
}

interface ToolButtonProps {
  editor: Editor;
  tool: Tool;
  isOn: boolean | undefined;
  can: boolean;
  /** Only the first of a bar is reached by Tab. */
  isFirst: boolean;
  className?: string | undefined;
}

function ToolButton({ editor, tool: { label, keys, Icon, run }, isOn, can, isFirst, className }: ToolButtonProps) {
  const mac = useMac();
  return (
    <button
      type="button"
      aria-label={label}
      title={keys ? `${label} (${keySymbols(keys, mac)})` : label}
      aria-pressed={isOn}
      disabled={!can}
      tabIndex={isFirst ? 0 : -1}
      onMouseDown={keepSelection}
      onClick={() => run(editor)}
      className={cn(
        "grid size-6 shrink-0 place-items-center rounded-md text-muted transition-colors duration-instant hover:bg-surface-hover hover:text-text focus-visible:-outline-offset-1 disabled:text-faint disabled:opacity-50 phone:size-11",
        isOn && "bg-surface-press text-text",
        className,
      )}
    >
      <Icon aria-hidden className="size-[15px] phone:size-5" />
    </button>
  );
}

/** Which tools are on, and which can be used, at the cursor. */
function useToolStates(editor: Editor, tools: readonly Tool[]) {
  return useEditorState({
    editor,
    selector: ({ editor: at }) =>
      tools.map((tool) => ({ isOn: tool.isOn?.(at), can: at.isEditable && (tool.can?.(at) ?? true) })),
  });
}

interface FormatBarProps {
  editor: Editor;
  groups: readonly (readonly Tool[])[];
}

/** The bar below the text: 36 high, 52 on a phone, where it scrolls sideways. */
export function FormatBar({ editor, groups }: FormatBarProps) {
  const tools = groups.flat();
  const states = useToolStates(editor, tools);
  const first = tools.findIndex((tool, place) => isOnDesk(tool) && states[place]?.can);
  return (
    <Bar
      label="Formatting"
      className="max-w-full flex-auto px-1.5 py-1.5 phone:h-13 phone:px-2 phone:mask-[linear-gradient(to_right,black_92%,transparent)]"
    >
      {groups.map((group, place) => (
        <Fragment key={group[0]?.id}>
          {place > 0 ? (
            <span aria-hidden className={cn("mx-1 h-4 w-px shrink-0 bg-border-soft", hiddenIn(group))} />
          ) : null}
          {group.map((tool) => {
            const at = tools.indexOf(tool);
            const { isOn, can = false } = states[at] ?? {};
            return (
              <ToolButton
                key={tool.id}
                {...{ editor, tool, isOn, can }}
                isFirst={at === first}
                className={hiddenIn([tool])}
              />
            );
          })}
        </Fragment>
      ))}
    </Bar>
  );
}

const hiddenIn = (tools: readonly Tool[]) => (tools.some(isOnDesk) ? undefined : "desk:hidden");

const inBubble = [bold, italic, strike, code];
const bubbleHeadings = [heading2, heading3];

/** The bar at a selection. On touch the system has its own there, and the bar below has all of it. */
export function SelectionBar({ editor, link }: { editor: Editor; link: Tool }) {
  const tools = [...inBubble, link, ...bubbleHeadings];
  const states = useToolStates(editor, tools);
  return (
    <BubbleMenu
      editor={editor}
      updateDelay={120}
      options={{ strategy: "fixed", placement: "top-start", offset: 6, flip: true, shift: { padding: 8 } }}
      shouldShow={({ editor: at, state }) =>
        at.isEditable && at.isFocused && !state.selection.empty && !at.isActive("codeBlock") && !isNode(state.selection)
      }
      // Before its place is known, too: it is measured from there.
      className="fixed! z-popover touch:hidden phone:hidden"
    >
      <Bar label="Selection" className="rounded-lg bg-surface-raised p-1 shadow-2">
        {tools.map((tool, place) => (
          <ToolButton
            key={tool.id}
            {...{ editor, tool }}
            isOn={states[place]?.isOn}
            can={states[place]?.can ?? false}
            isFirst={place === 0}
          />
        ))}
      </Bar>
    </BubbleMenu>
  );
}

const isNode = (selection: object) => "node" in selection;

/** The acts of a table, while the cursor is in one. */
export function TableBar({ editor }: { editor: Editor }) {
  const shown = useEditorState({ editor, selector: ({ editor: at }) => at.isEditable && at.isActive("table") });
  if (!shown) return null;
  return (
    <Bar label="Table" className="px-1.5 py-1 hairline-t hairline-soft phone:h-11 phone:px-2">
      {tableTools.map(({ id, label, run }, place) => (
        <button
          key={id}
          type="button"
          tabIndex={place === 0 ? 0 : -1}
          onMouseDown={keepSelection}
          onClick={() => run(editor)}
          className="h-6 shrink-0 whitespace-nowrap rounded-md px-2 text-muted text-sm transition-colors duration-instant hover:bg-surface-hover hover:text-text focus-visible:-outline-offset-1 phone:h-11 phone:px-3 phone:text-[13px]"
        >
          {label}
        </button>
      ))}
    </Bar>
  );
}
