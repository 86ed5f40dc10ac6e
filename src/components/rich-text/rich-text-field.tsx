"use client";

import { Pencil } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";
import type { RichDoc, RichText } from "@/lib/rich-text/rich-text";
import { hasDraft } from "./drafts";
import type { MentionSource } from "./mentions";
import { RichTextView } from "./rich-text-view";
import type { TextEditingProps } from "./text-editing";
import { useDraftPlace } from "./use-drafts";

interface RichTextFieldProps {
  /** Its name in the record, where a refused save has the present text. */
  name: string;
  label: string;
  /** The record's id. */
  record: string;
  value: RichText | null;
  /** Of the record. */
  version: number;
  readOnly?: boolean;
  /** "Set a description". */
  empty: string;
  placeholder?: string | undefined;
  /** Those of these members who may not see the record. */
  check?: MentionSource["check"];
  /**
   * Saves a text, null for an empty one, in the place of that of a version; rejects with the server's error, a conflict
   * with `details.current`.
   */
  onSave(doc: RichDoc | null, version: number): Promise<void>;
}

/** The course of an edit, loaded with the first one. */
const LazyEditing = lazyPart<TextEditingProps>(() => import("./text-editing").then((part) => part.TextEditing), {
  of: "the editor",
  loading: ({ shown }) => shown(() => undefined),
  takesTyping: ({ startsOpen }) => startsOpen,
});

/** A formatted text of a record: a click or the button edits it in its place, on a phone in a sheet. */
export const RichTextField = (props: RichTextFieldProps) => (
  // An edit belongs to its record, also where a panel goes from one to the next.
  <TextField key={`${props.record} ${props.name}`} {...props} />
);

function TextField(props: RichTextFieldProps) {
  const { name, label, record, value, readOnly = false, check, placeholder } = props;
  const draft = useDraftPlace(record, name);
  const saved = value?.doc ?? null;
  const [state, setState] = useState<"reading" | "offering" | "editing">("reading");
  const button = useRef<HTMLButtonElement>(null);
  // The browser's storage, which the server does not have.
  useEffect(() => {
    if (!readOnly && hasDraft(draft)) setState("offering");
  }, [draft, readOnly]);
  const isDone = useRef(false);
  // The button is there again, and a sheet no longer holds the focus, only after the editor has gone.
  useEffect(() => {
    if (state === "reading" && isDone.current) button.current?.focus();
    isDone.current = false;
  }, [state]);
  // A row of a list has the first words alone; who edited them would lose the others.
  if (value !== null && value.doc === null) return <span className="wrap-anywhere py-1 text-muted">{value.text}</span>;
  if (readOnly)
    return saved ? <RichTextView doc={saved} clamp className="py-1" /> : <span className="text-faint">–</span>;
  const shown = (onEdit: () => void) => (
    <Shown label={label} button={button} onEdit={onEdit}>
      {saved ? <RichTextView doc={saved} clamp /> : <span className="text-faint">{props.empty}</span>}
    </Shown>
  );
  function onDone() {
    isDone.current = true;
    setState("reading");
  }
  return (
    <div className="min-w-0 flex-1 py-0.5">
      {state === "reading" ? (
        shown(() => setState("editing"))
      ) : (
        <LazyEditing
          {...{ field: name, label, saved, draft, placeholder, check, shown, onDone }}
          version={props.version}
          startsOpen={state === "editing"}
          save={props.onSave}
        />
      )}
    </div>
  );
}

interface ShownProps {
  label: string;
  button: { current: HTMLButtonElement | null };
  onEdit(): void;
  children: ReactNode;
}

/** The text for reading. A click edits it; its words can be selected, and its links work. */
function Shown({ label, button, onEdit, children }: ShownProps) {
  const onClick = useStable((event: MouseEvent) => {
    const isPlain = event.target instanceof Element && !event.target.closest("a, button, input");
    if (isPlain && window.getSelection()?.isCollapsed !== false) onEdit();
  });
  // A listener of the pointer alone: keys have the button.
  const listens = useRef((box: HTMLElement | null) => {
    box?.addEventListener("click", onClick);
    return () => box?.removeEventListener("click", onClick);
  });
  return (
    <div
      ref={listens.current}
      className="group -mr-2 -ml-[9px] flex min-h-7 cursor-text items-start rounded-sm py-0.5 pr-1 pl-[9px] transition-colors duration-instant hover:bg-surface-hover phone:min-h-11"
    >
      <div className="min-w-0 flex-1 self-center">{children}</div>
      <Button
        ref={button}
        data-inline-edit=""
        size="sm"
        variant="ghost"
        aria-label={`Edit ${label}`}
        title={`Edit ${label}`}
        icon={<Pencil aria-hidden />}
        onClick={onEdit}
        className={cn(
          "w-control-sm shrink-0 px-0 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 phone:px-0 phone:opacity-100 touch:opacity-100",
        )}
      />
    </div>
  );
}
