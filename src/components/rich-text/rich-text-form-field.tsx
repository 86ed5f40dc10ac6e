"use client";

import type { Editor } from "@tiptap/react";
import { useRef, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { FieldFrame, type FieldProps, useField } from "@/components/form/field";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { savedDoc } from "./doc-content";
import { LazyInput } from "./lazy-rich-text";
import type { MentionSource } from "./mentions";

interface RichTextFormFieldProps<T extends FieldValues> extends FieldProps<T> {
  placeholder?: string | undefined;
  check?: MentionSource["check"];
}

/** A formatted text in a form, which holds `{ doc }`, or null for an empty text. */
export function RichTextFormField<T extends FieldValues = FieldValues>(props: RichTextFormFieldProps<T>) {
  const { name, label, hint, optional, action, disabled, className, placeholder, check } = props;
  const { id, field, error } = useField<T>(name, disabled);
  const [initial] = useState(() => (field.value as { doc: RichDoc } | null | undefined)?.doc ?? null);
  const editor = useRef<Editor | null>(null);
  const read = () => editor.current && docIn(editor.current);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }} group>
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
        onUpdate={() => field.onChange(read())}
        onSave={() => editor.current?.view.dom.closest("form")?.requestSubmit()}
      />
    </FieldFrame>
  );
}

/** The value of the form: null for a text without words. */
function docIn(editor: Editor): { doc: RichDoc } | null {
  const doc = savedDoc(editor.getJSON() as unknown as RichDoc);
  return doc && { doc };
}
