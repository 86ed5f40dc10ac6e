"use client";

import type { Editor } from "@tiptap/react";
import { type ReactNode, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { requestConfirmation } from "@/components/ui/confirmation";
import { Kbd } from "@/components/ui/kbd";
import { Note } from "@/components/ui/note";
import { useEditing } from "@/components/ui/use-editing";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { savedDoc } from "./doc-content";
import type { DraftPlace } from "./drafts";
import { editableDoc } from "./editable-doc";
import { EditorSheet } from "./editor-sheet";
import type { MentionSource } from "./mentions";
import { docOf, RichTextInput } from "./rich-text-input";
import { isSameDoc } from "./same-doc";
import { refusalOf } from "./size";
import { type DraftState, useDraftKeeping } from "./use-draft-keeping";

/** Something that an editor saves together with its text. */
export interface MoreOfText {
  /** Without it there is nothing to lose, and nothing to save but the text. */
  isThere: boolean;
  /** Below the text. */
  list: ReactNode;
  /** At the end of the bar. */
  button: ReactNode;
}

export interface RichTextEditorProps {
  label: string;
  /** The text that it begins with. */
  value: RichDoc | null;
  /** The saved text that it changes; by default the one that it begins with. */
  saved?: RichDoc | null;
  placeholder?: string | undefined;
  /** Where unsaved text is kept on this device; null to keep none. */
  draft: DraftPlace | null;
  /** Those of these members who may not see the record. */
  check?: MentionSource["check"];
  /** A sheet that fills a phone. */
  inSheet?: boolean;
  /** The words of its button; by default "Save". */
  action?: string | undefined;
  /** Saved with the text, such as files. */
  more?: MoreOfText | undefined;
  /** Saves a text, null for an empty one. False if it was not saved, as after a conflict: the text stays. */
  onSave(doc: RichDoc | null): Promise<boolean>;
  /** Called when nothing is to be saved. */
  onCancel(): void;
}

/** Edits a text: ⌘Enter saves, Escape asks before it discards, and unsaved text stays on the device. */
export function RichTextEditor(props: RichTextEditorProps) {
  const { locale } = useListLocale();
  const { label, value, draft, inSheet = false, action = "Save", more } = props;
  const saved = props.saved === undefined ? value : props.saved;
  const editor = useRef<Editor | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEditing();
  const read = () => (editor.current && !editor.current.isDestroyed ? savedDoc(docOf(editor.current)) : null);
  const kept = useDraftKeeping(draft, saved, read);
  const isChanged = () => more?.isThere === true || (editor.current !== null && !isSameDoc(read(), savedOf(saved)));

  async function save() {
    const doc = read();
    const reason = doc && refusalOf(doc, locale);
    setRefusal(reason);
    if (reason !== null || busy || editor.current === null) return;
    if (!isChanged()) return finish();
    setBusy(true);
    kept.pause();
    try {
      if (await props.onSave(doc)) kept.drop();
      else kept.resume();
    } catch (error) {
      kept.resume();
      setRefusal(wordsOf(error));
    } finally {
      setBusy(false);
    }
  }
  async function cancel() {
    if (isChanged() && !(await requestConfirmation(discarding(label)))) editor.current?.commands.focus();
    else finish();
  }
  function finish() {
    kept.drop();
    props.onCancel();
  }
  const buttons = <Buttons {...{ busy, inSheet, action }} onCancel={() => void cancel()} onSave={() => void save()} />;
  const text = (
    <RichTextInput
      {...{ label, value, saved, inSheet }}
      autoFocus
      placeholder={props.placeholder}
      check={props.check}
      notes={
        <>
          {more?.list}
          {refusal === null ? null : <Refusal>{refusal}</Refusal>}
        </>
      }
      tail={more?.button}
      foot={inSheet ? null : <Foot state={kept.state}>{buttons}</Foot>}
      onReady={(ready) => {
        editor.current = ready;
      }}
      onUpdate={kept.onChange}
      onSave={() => void save()}
      onEscape={() => void cancel()}
    />
  );
  if (!inSheet) return text;
  return (
    <EditorSheet title={label} buttons={buttons} onEscape={() => void cancel()}>
      {text}
    </EditorSheet>
  );
}

/** The saved text as this editor would save it. */
function savedOf(doc: RichDoc | null): RichDoc | null {
  const editable = editableDoc(doc);
  return editable && savedDoc(editable);
}

const discarding = (label: string) => ({
  title: "Discard your changes?",
  description: `What you wrote into “${label}” is not saved and will be lost.`,
  action: "Discard",
  tone: "danger" as const,
});

function wordsOf(error: unknown): string {
  const { code, fields, message } = readServerError(error);
  if (code === "UNREACHABLE" && error instanceof Error) return error.message;
  return fields[0]?.message ?? message;
}

const Refusal = ({ children }: { children: ReactNode }) => (
  <Note tone="danger" className="mx-3 mb-2">
    {children}
  </Note>
);

function Foot({ state, children }: { state: DraftState; children: ReactNode }) {
  return (
    <div className="ml-auto flex h-9 shrink-0 items-center gap-1 pr-1.5 pl-2 phone:h-13">
      <span role="status" className="mr-1 text-faint text-sm phone:hidden">
        {state === "kept" ? "Draft saved" : null}
        {state === "refused" ? "No room for a draft" : null}
      </span>
      {children}
    </div>
  );
}

interface ButtonsProps {
  busy: boolean;
  inSheet: boolean;
  action: string;
  onCancel(): void;
  onSave(): void;
}

function Buttons({ busy, inSheet, action, onCancel, onSave }: ButtonsProps) {
  const size = inSheet ? "md" : "sm";
  return (
    <>
      <Button size={size} variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
      <Button size={size} variant={inSheet ? "primary" : "secondary"} busy={busy} onClick={onSave}>
        {action}
        {inSheet ? null : (
          <span className="phone:hidden">
            <Kbd keys="mod+enter" />
          </span>
        )}
      </Button>
    </>
  );
}
