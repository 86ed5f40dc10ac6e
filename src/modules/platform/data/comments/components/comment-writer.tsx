"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { hasDraft } from "@/components/rich-text/drafts";
import type { MentionSource } from "@/components/rich-text/mentions";
import type { TextEditingProps } from "@/components/rich-text/text-editing";
import { useDraftPlace } from "@/components/rich-text/use-drafts";
import { lazyPart } from "@/components/ui/lazy-part";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import {
  AttachButton,
  ChosenFileList,
  FileZone,
  useChosenFiles,
  useUpload,
} from "@/modules/platform/data/files/components/file-picker";
import type { Comment } from "../schema";

/** The course of writing, loaded with the first text. */
const LazyEditing = lazyPart<TextEditingProps>(
  () => import("@/components/rich-text/text-editing").then((part) => part.TextEditing),
  {
    of: "the editor",
    loading: ({ shown }) => shown(() => undefined),
    takesTyping: ({ startsOpen }) => startsOpen,
  },
);

interface CommentWriterProps {
  /** "Comment", "Reply" */
  label: string;
  /** The record or the thread, whose unsaved text is kept on this device. */
  of: string;
  /** Of the button that saves it. */
  action: string;
  check: MentionSource["check"];
  /** The name of the record. */
  recordName: string;
  save(doc: RichDoc): Promise<Comment>;
  /** The place to begin at, while nothing is written. */
  children(onWrite: () => void): ReactNode;
}

/** Writes a new text, with files that are sent when it is saved; unsaved text of an earlier visit is offered. */
export function CommentWriter({ label, of, action, check, recordName, save, children }: CommentWriterProps) {
  const draft = useDraftPlace(of, "comment");
  const [state, setState] = useState<"closed" | "offering" | "writing">("closed");
  // The browser's storage, which the server does not have.
  useEffect(() => {
    if (hasDraft(draft)) setState("offering");
  }, [draft]);
  const box = useRef<HTMLDivElement>(null);
  const chosen = useChosenFiles();
  const upload = useUpload();
  async function send(doc: RichDoc | null) {
    if (!doc && chosen.files.length > 0) throw new Error("Write a few words about the files first.");
    if (!doc) return;
    const { id: recordId } = await save(doc);
    upload({ target: { entity: "comment", recordId }, recordName: `Comment on ${recordName}` }, chosen.files);
  }
  function close() {
    chosen.clear();
    flushSync(() => setState("closed"));
    box.current?.querySelector("button")?.focus();
  }
  if (state === "closed")
    return (
      <div ref={box} className="flex flex-col">
        {children(() => setState("writing"))}
      </div>
    );
  return (
    <FileZone to={`the ${label.toLowerCase()}`} onFiles={chosen.add}>
      <LazyEditing
        {...{ label, action, check, draft }}
        field="text"
        saved={null}
        version={1}
        placeholder="Write, or type @ to mention a colleague"
        startsOpen={state === "writing"}
        more={{
          isThere: chosen.files.length > 0,
          list: <ChosenFileList chosen={chosen} className="px-3 pb-2" />,
          button: <AttachButton size="sm" onFiles={chosen.add} className="mr-1 phone:mr-2" />,
        }}
        save={send}
        onDone={close}
        shown={children}
      />
    </FileZone>
  );
}
