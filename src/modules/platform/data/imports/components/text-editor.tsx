"use client";

import { useState } from "react";
import { Input, type InputProps } from "@/components/ui/input";

interface TextEditorProps extends Omit<InputProps, "value" | "onChange"> {
  /** Give it as the key too: another value begins anew. */
  value: string;
  onTake: (text: string) => void;
}

/** One text in place. Enter or leaving the field takes it, Escape gives the old one back. */
export function TextEditor({ value, onTake, ...input }: TextEditorProps) {
  const [text, setText] = useState(value);
  const take = () => {
    if (text !== value) onTake(text);
  };
  return (
    <Input
      size="sm"
      {...input}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape") setText(value);
      }}
    />
  );
}
