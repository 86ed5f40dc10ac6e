"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { ConflictDialogProps } from "./conflict-dialog";
import type { RichTextEditorProps } from "./rich-text-editor";
import type { RichTextInputProps } from "./rich-text-input";
import { RichTextView } from "./rich-text-view";

/** `RichTextEditor`, loaded with the first text that is edited; until then the text stays as it was. */
export const LazyEditor = lazyPart<RichTextEditorProps>(
  () => import("./rich-text-editor").then((part) => part.RichTextEditor),
  {
    of: "the editor",
    takesTyping: true,
    loading: ({ value }) => (
      <div role="status" aria-label="Loading the editor" className="min-h-[68px] rounded-md border px-3 py-2">
        {value ? <RichTextView doc={value} /> : null}
      </div>
    ),
  },
);

/** The same as a sheet, which has the screen of a phone to itself. */
export const LazyEditorSheet = lazyLayer<RichTextEditorProps>(
  () => import("./rich-text-editor").then((part) => part.RichTextEditor),
  { of: "the editor", close: ({ onCancel }) => onCancel() },
);

/** `RichTextInput` of a form. */
export const LazyInput = lazyPart<RichTextInputProps>(
  () => import("./rich-text-input").then((part) => part.RichTextInput),
  {
    of: "the editor",
    loading: <div role="status" aria-label="Loading the editor" className="h-28 rounded-md border" />,
  },
);

/** `ConflictDialog`, loaded with the first text that two people changed. */
export const LazyConflict = lazyLayer<ConflictDialogProps>(
  () => import("./conflict-dialog").then((part) => part.ConflictDialog),
  { of: "both versions", close: ({ onClose }) => onClose() },
);
