"use client";

import type { Editor } from "@tiptap/core";
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { addressIn } from "./link-address";
import { useEscape } from "./use-escape";

interface LinkFormProps {
  editor: Editor;
  /** The frame of the editor. */
  box: RefObject<HTMLElement | null>;
  onClose(): void;
}

/** Asks for the address of a link, in a line of the editor. */
export function LinkForm({ editor, box, onClose }: LinkFormProps) {
  const before = editor.getAttributes("link").href as string | undefined;
  const [text, setText] = useState(before ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // The browser's focus.
  useEffect(() => input.current?.select(), []);

  function close() {
    onClose();
    editor.commands.focus();
  }
  useEscape(box, () => {
    close();
    return true;
  });
  function set(event: FormEvent) {
    event.preventDefault();
    // A form around the editor is not sent.
    event.stopPropagation();
    const href = addressIn(text);
    if (href === null)
      setProblem(
        "This is not a web address, an e-mail address or a telephone number. Enter one such as https://example.com.",
      );
    else {
      setLink(editor, href);
      close();
    }
  }
  function remove() {
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
    close();
  }
  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) set(event);
  }
  return (
    // Not a form element: it may stand in one.
    <fieldset aria-label="Link" onKeyDown={onKeyDown} className="px-3 py-2 hairline-t hairline-soft">
      <div className="flex flex-wrap items-center gap-2">
        <Input
          ref={input}
          size="sm"
          inputMode="url"
          aria-label="Address of the link"
          aria-describedby={problem === null ? undefined : id}
          placeholder="https://"
          invalid={problem !== null}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
          frameClassName="min-w-40 flex-1"
        />
        <span className="ml-auto flex gap-1">
          {before === undefined ? null : (
            <Button size="sm" variant="ghost" onClick={remove}>
              Remove
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button size="sm" onClick={set}>
            Set link
          </Button>
        </span>
      </div>
      {problem === null ? null : (
        <p id={id} role="alert" className="pt-1 text-danger text-sm">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** Links the selection, the link around the cursor, or else the address itself as new words. */
function setLink(editor: Editor, href: string): void {
  const isNew = editor.state.selection.empty && !editor.isActive("link");
  if (!isNew) editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
  else {
    const words = {
      type: "text",
      text: href.replace(/^(?:https?:\/\/|mailto:)/, ""),
      marks: [{ type: "link", attrs: { href } }],
    };
    editor
      .chain()
      .focus()
      .insertContent([words, { type: "text", text: " " }])
      .run();
  }
}
