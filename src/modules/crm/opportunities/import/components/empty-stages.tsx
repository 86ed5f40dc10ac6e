"use client";

import { useId } from "react";
import { QuestionRow } from "@/components/form/question-row";
import { Checkbox } from "@/components/ui/checkbox";
import type { FileQuestion } from "@/modules/platform/data/imports/schema";

interface EmptyStagesProps extends Pick<FileQuestion, "file" | "save"> {
  label: string;
  hint: string;
  /** How many stages the answer removes; null where that is not known yet. */
  count: number | null;
}

/** Whether default stages without opportunities are removed. */
export function EmptyStages({ file, save, label, hint, count }: EmptyStagesProps) {
  const id = useId();
  return (
    <QuestionRow label={label} hint={hint}>
      <label htmlFor={id} className="flex items-center gap-2">
        <Checkbox
          id={id}
          checked={file.options.answers.emptyStages === "remove"}
          onCheckedChange={(checked) => save({ answers: { emptyStages: checked === true ? "remove" : "keep" } })}
        />
        {count === 1 ? "Remove it" : "Remove them"}
      </label>
    </QuestionRow>
  );
}
