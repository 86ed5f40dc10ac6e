"use client";

import { useState } from "react";
import { clearDraft, keepDraft, readDraft } from "@/components/rich-text/drafts";
import { useDraftPlace } from "@/components/rich-text/use-drafts";
import type { RichDoc } from "@/lib/rich-text/rich-text";

const docOf = (text: string): RichDoc => ({
  type: "doc",
  content: text.split("\n").map((line) => ({
    type: "paragraph",
    content: line === "" ? [] : [{ type: "text", text: line }],
  })),
});

/** The words of a kept line. */
const textOf = ({ content = [] }: RichDoc): string =>
  content.map((line) => ("content" in line ? wordsOf(line.content) : "")).join("\n");
const wordsOf = (parts: unknown): string =>
  (Array.isArray(parts) ? (parts as { text?: string }[]) : []).map(({ text = "" }) => text).join("");

/** The text that is typed for a record; it survives a closed tab on this device until it is saved or emptied. */
export function useLogDraft(record: string) {
  const place = useDraftPlace(record, "log");
  const [text, setText] = useState(() => {
    const draft = readDraft(place);
    return draft ? textOf(draft.doc) : "";
  });
  return {
    text,
    type(next: string) {
      setText(next);
      if (next.trim() === "") clearDraft(place);
      else keepDraft(place, { doc: docOf(next), at: Date.now(), base: "" });
    },
    clear() {
      clearDraft(place);
      setText("");
    },
  };
}
