"use client";

import type { Editor } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { FieldFrame, type FieldProps, useField } from "@/components/form/field";
import { useStable } from "@/components/ui/use-stable";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { savedDoc } from "./doc-content";
import { DraftOffer } from "./draft-offer";
import { clearDraft, type Draft, readDraft } from "./drafts";
import { LazyInput } from "./lazy-rich-text";
import type { MentionSource } from "./mentions";
import { useDraftKeeping } from "./use-draft-keeping";
import { useDraftPlace } from "./use-drafts";

interface RichTextFormFieldProps<T extends FieldValues> extends FieldProps<T> {
  /** The kind of the new record: its unsaved text is kept on this device until the form is closed or saved. */
  of: string;
  placeholder?: string | undefined;
  check?: MentionSource["check"];
}

/** A formatted text in a form, which holds `{ doc }`, or null for an empty text. */
export function RichTextFormField<T extends FieldValues = FieldValues>(props: RichTextFormFieldProps<T>) {
  const { name, label, hint, optional, action, disabled, className, placeholder, check, of } = props;
  const { id, field, error } = useField<T>(name, disabled);
  const [initial] = useState(() => (field.value as { doc: RichDoc } | null | undefined)?.doc ?? null);
  const editor = useRef<Editor | null>(null);
  const read = () => editor.current && docIn(editor.current);
  const draft = useFormDraft(of, name, () => read()?.doc ?? null);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }} group>
      {draft.offered ? (
        <DraftOffer
          at={draft.offered.at}
          onRestore={() => {
            editor.current?.commands.setContent(draft.offered?.doc as never, { emitUpdate: true });
            draft.settle();
          }}
          onDiscard={draft.drop}
        />
      ) : null}
      <LazyInput
        {...{ label, placeholder, check }}
        value={initial}
        saved={initial}
        invalid={error !== undefined}
        onReady={(ready) => {
          editor.current = ready;
          // A refused form gives the focus to its first fault.
          field.ref({ focus: () => ready.commands.focus() });
        }}
        onUpdate={() => {
          field.onChange(read());
          draft.keep();
        }}
        onSave={() => editor.current?.view.dom.closest("form")?.requestSubmit()}
      />
    </FieldFrame>
  );
}

/** The unsaved text of a form. Closing the form, saved or not, ends it; a closed tab does not. */
function useFormDraft(of: string, name: string, read: () => RichDoc | null) {
  const place = useDraftPlace(`new ${of}`, name);
  const [offered, setOffered] = useState<Draft | null>(null);
  const { onChange, drop } = useDraftKeeping(offered ? null : place, null, read);
  const end = useStable(drop);
  // The browser's storage, which the server does not have.
  useEffect(() => {
    setOffered(readDraft(place));
    return () => end();
  }, [place, end]);
  return {
    offered,
    keep: onChange,
    settle: () => setOffered(null),
    drop() {
      clearDraft(place);
      setOffered(null);
    },
  };
}

/** The value of the form: null for a text without words. */
function docIn(editor: Editor): { doc: RichDoc } | null {
  const doc = savedDoc(editor.getJSON() as unknown as RichDoc);
  return doc && { doc };
}
