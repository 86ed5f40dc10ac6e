"use client";

import { DescriptionList } from "@/components/ui/description-list";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { nextStepFields } from "@/lib/nouns/next-step";
import type { NounWith } from "@/trpc/noun-client";
import type { RecordEdits } from "@/trpc/record-edits";
import { NounRow } from "./noun-details";

interface WrittenStepProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  edits: RecordEdits<RecordOf<F>, PatchOf<F>>;
}

/** The written line of a record's next step, its day and its owner, each edited in place. */
export function WrittenStep<F extends Fields>(of: WrittenStepProps<F>) {
  const { nextStep } = of.record as unknown as RecordOf<typeof nextStepFields>;
  if (nextStep === null && !of.record.mayEdit) return null;
  const names = nextStep === null ? ["nextStep"] : ["nextStep", "nextStepOn", "nextStepOwner"];
  return (
    <div className="pb-1.5">
      <DescriptionList>
        {names.map((name) => (
          <NounRow key={name} {...of} name={name as keyof F & string} />
        ))}
      </DescriptionList>
    </div>
  );
}
