"use client";

import { useState } from "react";
import { QuestionRow } from "@/components/form/question-row";
import { Input } from "@/components/ui/input";
import { fileSource } from "@/lib/fields/base";
import { useUpdateFile } from "../client";
import { asksSource, sourceField } from "../rules";
import type { ImportFile } from "../schema";

/** The program that the external ids of a file come from: the same id in two programs means two records. */
export function SourceQuestion({ importId, file }: { importId: string; file: ImportFile }) {
  const constant = file.options.constants[sourceField];
  const source = constant?.do === "replace" ? constant.text : "";
  if (!asksSource(file.mapping)) return null;
  return (
    <QuestionRow
      label="The external ids come from"
      hint="Enter the program that created the ids, such as your previous CRM. Later files with the same name here update these records."
    >
      <SourceInput key={source} importId={importId} file={file} source={source} />
    </QuestionRow>
  );
}

function SourceInput({ importId, file, source }: { importId: string; file: ImportFile; source: string }) {
  const [text, setText] = useState(source);
  const update = useUpdateFile(importId);
  const take = () => {
    const next = text.trim();
    if (next === source) return setText(source);
    const others = Object.entries(file.options.constants).filter(([field]) => field !== sourceField);
    const own = next === "" ? [] : [[sourceField, { do: "replace" as const, text: next }] as const];
    const constants = Object.fromEntries([...others, ...own]);
    update.mutate({ id: importId, fileId: file.id, options: { constants } });
  };
  return (
    <Input
      size="sm"
      quiet
      aria-label="Program of the external ids"
      placeholder={fileSource}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape") setText(source);
      }}
    />
  );
}
