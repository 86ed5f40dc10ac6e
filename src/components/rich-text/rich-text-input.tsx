"use client";

import { type Editor, EditorContent } from "@tiptap/react";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { mentionsIn } from "@/lib/rich-text/text";
import { FormatBar, SelectionBar, TableBar } from "./bars";
import { LinkForm } from "./link-form";
import { type MentionSource, type UnreachedMember, useMentionSource } from "./mentions";
import { bytesOf, sizeWords } from "./size";
import { SuggestList } from "./suggest-list";
import { barTools, linkTool } from "./tools";
import { useEscape } from "./use-escape";
import { useLater } from "./use-later";
import { useRichEditor } from "./use-rich-editor";

export interface RichTextInputProps {
  label: string;
  /** The text that it begins with; later ones are not taken over. */
  value: RichDoc | null;
  /** Members whom the saved text mentions: they learn of nothing anew. */
  saved: RichDoc | null;
  placeholder?: string | undefined;
  /** Those of these members who may not see the record. */
  check?: MentionSource["check"];
  autoFocus?: boolean;
  invalid?: boolean;
  /** It fills a sheet, whose frame it needs not draw. */
  inSheet?: boolean;
  /** Further lines below the text. */
  notes?: ReactNode;
  /** At the end of the bar. */
  tail?: ReactNode;
  /** Right of the bar. */
  foot?: ReactNode;
  onReady(editor: Editor): void;
  /** After each change; `docOf` reads the text. */
  onUpdate(): void;
  onSave(): void;
  /** Escape in the text or at a button below it; without it a dialog around has the key. */
  onEscape?(): void;
}

export const docOf = (editor: Editor): RichDoc => editor.getJSON() as unknown as RichDoc;

/** The editor of a text with its bars and menus. */
export function RichTextInput(props: RichTextInputProps) {
  const { label, value, saved, placeholder = "Write, or type / for lists and tables", inSheet, check } = props;
  const source = useMentionSource();
  const notesId = useId();
  const [isLinking, setLinking] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const link = useMemo(() => linkTool(() => setLinking(true)), []);
  const { editor, menu } = useRichEditor({
    ...{ label, value, placeholder, source },
    autoFocus: props.autoFocus ?? false,
    describedBy: notesId,
    onUpdate: () => {
      props.onUpdate();
      later.call();
    },
    onSave: props.onSave,
    onLink: () => setLinking(true),
    onNotice: setNotice,
  });
  const { size, unreached, look } = useLooks(saved, check ?? source?.check);
  const later = useLater(() => editor && look(docOf(editor)), 300);
  const onReady = useStable(props.onReady);
  // The editor, which is no component.
  useEffect(() => {
    if (editor) onReady(editor);
  }, [editor, onReady]);
  const box = useRef<HTMLDivElement>(null);
  useEscape(box, () => {
    const isAtBar = document.activeElement?.closest("[role=toolbar]") !== null;
    if (isAtBar) editor?.commands.focus();
    else props.onEscape?.();
    return isAtBar || props.onEscape !== undefined;
  });
  const field = useCallback(() => editor?.view.dom ?? null, [editor]);
  return (
    <div
      ref={box}
      data-rich-text=""
      className={cn(
        "flex min-h-0 min-w-0 flex-col",
        inSheet
          ? "rich-text-sheet flex-1"
          : "rounded-md bg-surface shadow-[inset_0_0_0_1px_var(--border-strong)] focus-within:shadow-[inset_0_0_0_1px_var(--focus),0_0_0_1px_var(--focus)]",
        props.invalid && "shadow-[inset_0_0_0_1px_var(--danger),0_0_0_1px_var(--danger)]",
      )}
    >
      <div className={cn("min-h-0 overflow-y-auto", inSheet ? "flex-1" : "max-h-[60dvh]")}>
        <EditorContent editor={editor} />
      </div>
      {editor ? <SelectionBar editor={editor} link={link} /> : null}
      <SuggestList {...{ menu, field, box }} />
      <div id={notesId}>
        {unreached.map(({ id, name, reason }) => (
          <p key={id} className="px-3 pb-1.5 text-sm text-warning">{`${name} ${reason}.`}</p>
        ))}
        {props.notes}
      </div>
      <div role="status" className="empty:hidden">
        {notice === null ? null : <p className="px-3 pb-1.5 text-sm text-warning">{notice}</p>}
        {size === null ? null : <p className="px-3 pb-1.5 text-muted text-sm">{size}</p>}
      </div>
      {editor && isLinking ? <LinkForm {...{ editor, box }} onClose={() => setLinking(false)} /> : null}
      {editor ? <TableBar editor={editor} /> : null}
      <div className={cn("flex items-center hairline-t hairline-soft", !inSheet && "flex-wrap")}>
        {editor ? (
          <FormatBar editor={editor} groups={barTools(link, source !== null)} />
        ) : (
          <div className="h-9 phone:h-13" />
        )}
        {props.tail}
        {props.foot}
      </div>
    </div>
  );
}

/** Facts about a text that take time: its size, and the members who will not hear of it. */
function useLooks(saved: RichDoc | null, check: MentionSource["check"]) {
  const { locale } = useListLocale();
  const [size, setSize] = useState<string | null>(null);
  const [unreached, setUnreached] = useState<readonly UnreachedMember[]>([]);
  const [asked, setAsked] = useState("");
  const look = (doc: RichDoc) => {
    setSize(sizeWords(bytesOf(doc), locale));
    const before = new Set(memberIds(saved));
    const added = memberIds(doc).filter((id) => !before.has(id));
    const key = added.join(" ");
    if (!check || key === asked) return;
    setAsked(key);
    const kept = unreached.filter(({ id }) => added.includes(id));
    setUnreached(kept);
    // Without an answer the server still notifies nobody who may not see the record.
    if (added.length > 0) void check(added).then(setUnreached, () => undefined);
  };
  return { size, unreached, look };
}

const memberIds = (doc: RichDoc | null): string[] =>
  doc === null ? [] : mentionsIn(doc).flatMap(({ entity, id }) => (entity === "member" ? id : []));
