"use client";

import { useQuery } from "@tanstack/react-query";
import { ChoiceQuestion } from "@/components/form/question-row";
import { useApi } from "@/trpc/react";
import { useUpdateFile } from "../client";
import type { ImportFile } from "../schema";

const AUTOMATIC = "automatic";

/** By which key the rows of a file mean records that exist; asked only where columns fill several. */
export function KeyQuestion({ importId, file, noun }: { importId: string; file: ImportFile; noun: string }) {
  const api = useApi();
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const update = useUpdateFile(importId);
  const chosen = file.options.recogniseBy;
  const mapped = new Set(file.mapping.map(({ field }) => field));
  const all = objects.find(({ entity }) => entity === file.entity)?.keys ?? [];
  const keys = all.filter(({ key, fields }) => key === chosen || fields.every((field) => mapped.has(field)));
  if (keys.length < 2) return null;
  const best = keys.map(({ label }) => label).join(", else ");
  return (
    <ChoiceQuestion
      label="Recognise existing records by"
      wide
      name={`Key of ${noun}`}
      value={chosen ?? AUTOMATIC}
      options={[
        { value: AUTOMATIC, label: "Automatic", note: best },
        ...keys.map(({ key, label }) => ({ value: key, label })),
      ]}
      onValueChange={(key) =>
        update.mutate({
          id: importId,
          fileId: file.id,
          options: { recogniseBy: key === AUTOMATIC ? null : key },
        })
      }
    />
  );
}
