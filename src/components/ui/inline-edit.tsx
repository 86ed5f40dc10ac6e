"use client";

import { type ReactNode, useRef, useState } from "react";
import {
  type CellEditing,
  type EditedValue,
  type FieldOption,
  isSameValue,
  type ParsedEntry,
  type Suggest,
} from "@/components/data-table/data-column";
import { LazyCellEditor } from "@/components/data-table/lazy-cell-editor";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { InlineTextarea } from "@/components/ui/inline-textarea";
import { cn } from "@/lib/cn";

export type InlineEditValue = EditedValue;

export type InlineEditProps = {
  /** The field's name for screen readers: "Close date". */
  label: string;
  /** Money in minor units, dates as `YYYY-MM-DD`, options by their value or values, empty as null. */
  value: InlineEditValue;
  /** `longText` is text of several lines; the others are edited as in a list. */
  kind: CellEditing<InlineEditValue>["kind"] | "longText";
  /** Resolves when it is saved; an error's message is shown under the field, which stays open. */
  onSave: (value: InlineEditValue) => Promise<void>;
  /** The displayed value; the placeholder is shown for null. */
  children?: ReactNode;
  /** "Set a parent" */
  placeholder?: string | undefined;
  currency?: string | undefined;
  options?: readonly FieldOption[] | undefined;
  search?: ((text: string) => Promise<readonly FieldOption[]>) | undefined;
  suggest?: Suggest | undefined;
  onCreate?: CellEditing<InlineEditValue>["onCreate"] | undefined;
  /** The choices of the current values, if `options` lacks them. */
  chosen?: readonly FieldOption[] | undefined;
  duration?: CellEditing<InlineEditValue>["duration"] | undefined;
  /** The label of the current value, if `options` lacks it. */
  words?: string | undefined;
  required?: boolean | undefined;
  /** "Was Nov 20, pushed once before" */
  was?: string | undefined;
  /** Read-only; tell elsewhere who may change it. */
  readOnly?: boolean | undefined;
  className?: string | undefined;
};

type Attempt = { text?: string | undefined; reason?: string | undefined };

function neighbour(button: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const list = button.closest("[data-inline-edits]") ?? document.body;
  const all = [...list.querySelectorAll<HTMLElement>("[data-inline-edit]")];
  return all[all.indexOf(button) + step];
}

/** A click or Enter opens the value; Enter (⌘Enter in several lines) saves, Tab saves and moves on, Esc restores. */
export function InlineEdit(props: InlineEditProps) {
  const { label, value, kind, onSave, children, placeholder = "Empty", readOnly, className } = props;
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  const long = kind === "longText";
  function focusAfter(move: EditMove) {
    const from = button.current;
    if (!from) return;
    if (move === "right" || move === "left") (neighbour(from, move === "right" ? 1 : -1) ?? from).focus();
    else if (move === "down" || move === "here") from.focus();
  }

  function cancel() {
    setAttempt(null);
    requestAnimationFrame(() => button.current?.focus());
  }

  async function save(text: string, parsed: ParsedEntry, move: EditMove) {
    setAttempt(null);
    // The button appears again only after this render.
    requestAnimationFrame(() => focusAfter(move));
    const next = parsed.value as InlineEditValue;
    if (isSameValue(next, value)) return;
    setPending(next === null ? "" : parsed.label);
    try {
      await onSave(next);
    } catch (error) {
      setAttempt({ text, reason: error instanceof Error ? error.message : String(error) });
    } finally {
      setPending(null);
    }
  }

  const shown = (
    <Shown long={long} pending={pending} placeholder={placeholder} readOnly={readOnly === true} value={value}>
      {children}
    </Shown>
  );
  if (readOnly) return <span className={cn("flex min-w-0 items-center gap-[7px]", className)}>{shown}</span>;

  return (
    <span
      className={cn(
        "relative -mr-2 -ml-[9px] flex min-w-0 [--cell-x:10px] flex-1 items-center self-stretch",
        className,
      )}
    >
      <button
        ref={button}
        type="button"
        data-inline-edit=""
        aria-busy={pending !== null || undefined}
        aria-hidden={attempt !== null || undefined}
        onClick={() => setAttempt({})}
        className={cn(
          "flex h-full min-h-7 w-full min-w-0 items-center gap-[7px] rounded-sm pr-2 pl-[9px] text-left transition-colors duration-instant hover:bg-surface-hover",
          long && attempt && "hidden",
        )}
      >
        <span className="sr-only">{`Edit ${label}: `}</span>
        {shown}
      </button>
      {attempt ? <Editor given={props} attempt={attempt} onSave={save} onCancel={cancel} /> : null}
    </span>
  );
}

interface ShownProps {
  /** The text of the value being saved, shown until it is saved. */
  pending: string | null;
  value: InlineEditValue;
  children: ReactNode;
  placeholder: string;
  readOnly: boolean;
  long: boolean;
}

function Shown({ pending, value, children, placeholder, readOnly, long }: ShownProps) {
  const look = long ? "wrap-anywhere min-w-0 whitespace-pre-line py-1" : "truncate";
  if (pending !== null) return <span className={look}>{pending || placeholder}</span>;
  if (value === null || value === "")
    return <span className="truncate text-faint">{readOnly ? "–" : placeholder}</span>;
  const content = children ?? value;
  const isText = typeof content === "string" || typeof content === "number";
  return isText ? <span className={look}>{content}</span> : content;
}

interface EditorProps {
  given: InlineEditProps;
  attempt: Attempt;
  onSave(text: string, parsed: ParsedEntry, move: EditMove): Promise<void>;
  onCancel(): void;
}

function Editor({ given, attempt, onSave, onCancel }: EditorProps) {
  const { label, value, kind, required } = given;
  const { text, reason } = attempt;
  const written = String(value ?? "");
  if (kind !== "longText")
    return (
      <LazyCellEditor
        {...{ label, text, reason, onSave, onCancel }}
        row={value}
        editing={editingOf(given, kind)}
        alignEnd={false}
      />
    );
  return (
    <InlineTextarea
      {...{ label, reason, onCancel }}
      text={text ?? written}
      required={required === true}
      onSave={(next, move) => {
        const same = next === written.replace(/\r\n?/g, "\n").trim();
        void onSave(next, { value: same ? value : next || null, label: next }, move);
      }}
    />
  );
}

function editingOf(given: InlineEditProps, kind: CellEditing<InlineEditValue>["kind"]): CellEditing<InlineEditValue> {
  const { currency, options, search, suggest, onCreate, duration, chosen, words, required, was } = given;
  return {
    kind,
    value: (row) => row,
    ...(currency === undefined ? {} : { currency: () => currency }),
    ...(options ? { options } : {}),
    ...(search ? { search } : {}),
    ...(suggest ? { suggest } : {}),
    ...(onCreate ? { onCreate } : {}),
    ...(duration ? { duration } : {}),
    ...(chosen ? { chosen: () => chosen } : {}),
    ...(words === undefined ? {} : { label: () => words }),
    ...(required ? { required: true } : {}),
    ...(was === undefined ? {} : { was: () => was }),
  };
}
