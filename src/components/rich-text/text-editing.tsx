"use client";

import type { ReactNode } from "react";
import { useMedia } from "@/components/layout/use-media";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { DraftOffer } from "./draft-offer";
import type { DraftPlace } from "./drafts";
import { LazyConflict, LazyEditor, LazyEditorSheet } from "./lazy-rich-text";
import type { MentionSource } from "./mentions";
import type { MoreOfText } from "./rich-text-editor";
import { useTextEdit } from "./use-text-edit";

export interface TextEditingProps {
  field: string;
  label: string;
  saved: RichDoc | null;
  version: number;
  draft: DraftPlace;
  placeholder?: string | undefined;
  check?: MentionSource["check"];
  startsOpen: boolean;
  /** The words of its button; by default "Save". */
  action?: string;
  more?: MoreOfText;
  save(doc: RichDoc | null, version: number): Promise<void>;
  onDone(): void;
  /** The text for reading, with what edits it. */
  shown(onEdit: () => void): ReactNode;
}

/** A text that is edited, or that has unsaved text of an earlier visit. */
export function TextEditing(props: TextEditingProps) {
  const { label, draft, check, placeholder, shown, action, more } = props;
  const text = useTextEdit(props);
  const isPhone = useMedia("(width < 641px)");
  const { editing, conflict, offered } = text;
  const Editor = isPhone ? LazyEditorSheet : LazyEditor;
  return (
    <>
      {offered && !editing ? <DraftOffer at={offered.at} onRestore={text.edit} onDiscard={text.close} /> : null}
      {editing ? (
        <Editor
          key={editing.key}
          {...{ label, draft, check, placeholder, action, more }}
          inSheet={isPhone}
          value={editing.value}
          saved={editing.saved}
          onSave={text.send}
          onCancel={text.close}
        />
      ) : null}
      {editing && !isPhone ? null : shown(text.edit)}
      {conflict ? (
        <LazyConflict
          {...{ label, mine: conflict.mine, theirs: conflict.theirs, busy: text.busy }}
          onKeepMine={() => void text.keepMine()}
          onTakeTheirs={text.close}
          onMerge={text.merge}
          onClose={text.dismiss}
        />
      ) : null}
    </>
  );
}
