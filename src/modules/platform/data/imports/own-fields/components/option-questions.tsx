"use client";

import { QuestionRow } from "@/components/form/question-row";
import { Button } from "@/components/ui/button";
import { tagsName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import type { RouterOutputs } from "@/trpc/react";
import { useCounts } from "../../components/use-counts";
import type { ImportFile, ValueGroup } from "../../schema";
import { useMakeOptions } from "../client";

type Field = RouterOutputs["imports"]["objects"][number]["fields"][number];

interface Questions {
  importId: string;
  file: ImportFile;
  values: readonly ValueGroup[];
  fields: readonly Field[];
}

const values = { one: "value", many: "values" };

/** For each choice with several values that are no options: all of them become new ones at once. */
export function OptionQuestions({ importId, file, values: groups, fields }: Questions) {
  const make = useMakeOptions(importId);
  const { counted } = useCounts();
  const open = groups.filter(({ state, mayCreate, choice }) => state === "invalid" && mayCreate && choice === null);
  return [...groupBy(open, ({ field }) => field)].map(([name, ofField]) => {
    const field = fields.find((one) => one.field === name);
    if (!field || ofField.length < 2) return null;
    const isTags = name === tagsName;
    return (
      <QuestionRow
        key={name}
        label={
          isTags
            ? `${counted(ofField.length, values)} contain tags that do not exist yet`
            : `${counted(ofField.length, values)} of ${field.label} are not options yet`
        }
        hint="You can choose differently for single values below. New ones are kept even if you do not run the import."
        wide
      >
        <Button
          size="sm"
          busy={make.isPending}
          onClick={() =>
            make.mutate({ id: importId, fileId: file.id, field: name, texts: ofField.map(({ text }) => text) })
          }
        >
          {isTags ? "Create the tags" : "Add them as options"}
        </Button>
      </QuestionRow>
    );
  });
}
