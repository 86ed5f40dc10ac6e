"use client";

import { Pencil } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useMedia } from "@/components/layout/use-media";
import { Button } from "@/components/ui/button";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";
import type { RichDoc, RichText } from "@/lib/rich-text/rich-text";
import { DraftOffer } from "./draft-offer";
import { LazyConflict, LazyEditor, LazyEditorSheet } from "./lazy-rich-text";
import type { MentionSource } from "./mentions";
import { RichTextView } from "./rich-text-view";
import { useDraftPlace } from "./use-drafts";
import { useTextEdit } from "./use-text-edit";

interface RichTextFieldProps {
  /** Its name in the record, where a refused save has the present text. */
  name: string;
  label: string;
  /** The record's id. */
  record: string;
  value: RichText | null;
  readOnly?: boolean;
  /** "Set a description". */
  empty: string;
  placeholder?: string | undefined;
  /** Those of these members who may not see the record. */
  check?: MentionSource["check"];
  /**
   * Saves a text, null for an empty one; rejects with the server's error, a conflict with `details.current`. Without a
   * version it replaces the one that is shown.
   */
  onSave(doc: RichDoc | null, version?: number): Promise<void>;
}

/** A formatted text of a record: a click or the button edits it in its place, on a phone in a sheet. */
export function RichTextField(props: RichTextFieldProps) {
  const { name, label, record, value, readOnly = false, check, placeholder } = props;
  const draft = useDraftPlace(record, name);
  const saved = value?.doc ?? null;
  const isPhone = useMedia("(width < 641px)");
  const button = useRef<HTMLButtonElement>(null);
  const text = useTextEdit({ field: name, saved, draft, save: props.onSave });
  const { editing, conflict } = text;
  function close() {
    text.close();
    // The button appears again only after this render.
    requestAnimationFrame(() => button.current?.focus());
  }
  async function send(doc: RichDoc | null) {
    const isSaved = await text.send(doc);
    if (isSaved) requestAnimationFrame(() => button.current?.focus());
    return isSaved;
  }
  if (readOnly)
    return saved ? <RichTextView doc={saved} clamp className="py-1" /> : <span className="text-faint">–</span>;
  const Editor = isPhone ? LazyEditorSheet : LazyEditor;
  return (
    <div className="relative min-w-0 flex-1 py-0.5">
      {text.offered && !editing ? (
        <DraftOffer at={text.offered.at} onRestore={text.restore} onDiscard={text.close} />
      ) : null}
      {editing ? (
        <Editor
          key={editing.key}
          {...{ label, draft, check, placeholder }}
          inSheet={isPhone}
          value={editing.value}
          saved={editing.saved}
          onSave={send}
          onCancel={close}
        />
      ) : null}
      {editing && !isPhone ? null : (
        <Shown label={label} button={button} onEdit={text.edit}>
          {saved ? <RichTextView doc={saved} clamp /> : <span className="text-faint">{props.empty}</span>}
        </Shown>
      )}
      {conflict ? (
        <LazyConflict
          {...{ label, mine: conflict.mine, theirs: conflict.theirs, busy: text.busy }}
          onKeepMine={() => void text.keepMine()}
          onTakeTheirs={close}
          onMerge={text.merge}
          onClose={text.dismiss}
        />
      ) : null}
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
