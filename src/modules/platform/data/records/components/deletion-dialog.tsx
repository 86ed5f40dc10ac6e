"use client";

import { useRouter } from "next/navigation";
import { readServerError } from "@/components/form/server-error";
import { TypedConfirm } from "@/components/form/typed-confirm";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { homePathOf } from "@/lib/nouns/all";
import type { Consequences } from "@/lib/nouns/consequences-schema";
import { type NounWith, useConsequencesOf, useDeleteOf } from "@/trpc/noun-client";
import { ConsequenceList } from "./consequence-list";

export interface DeletionDialogProps {
  noun: NounWith<Fields>;
  record: RecordOf<Fields> & { name: string };
  open: boolean;
  onOpenChange(open: boolean): void;
  /** Called when the record was deleted; without it the list opens. */
  onDeleted?: (() => void) | undefined;
}

/** The sentence of the dialog: from the same count as the server's refusal. */
function sentenceOf({ data, error }: { data?: Consequences | undefined; error: unknown }): string {
  if (error) return "The records that refer to it could not be counted, so it cannot be deleted now. Try again.";
  if (!data) return "Counting the records that refer to it…";
  return (
    data.held ??
    "No records refer to it. Its history is deleted too, and you cannot restore it. You can archive it instead."
  );
}

/** Asks before a record is deleted for good: with what goes and what stays, or the reason against it. */
export function DeletionDialog({ noun, record, open, onOpenChange, onDeleted }: DeletionDialogProps) {
  const router = useRouter();
  const { href } = useWorkspace();
  const run = useDeleteOf(noun);
  const found = useConsequencesOf(noun, record.id, open);
  const { data } = found;
  return (
    <TypedConfirm
      open={open}
      onOpenChange={onOpenChange}
      name={record.name}
      title={`Permanently delete ${record.name}?`}
      description={sentenceOf(found)}
      action={`Delete ${noun.head.one}`}
      disabled={data?.held !== null}
      onConfirm={async () => {
        await run({ id: record.id, version: record.version }).catch((error: unknown) => {
          throw new Error(readServerError(error).message);
        });
        notify.success(`${record.name} deleted`);
        if (onDeleted) onDeleted();
        else router.push(href(homePathOf(noun.head)));
      }}
    >
      {data ? (
        <>
          <ConsequenceList title="In use by" items={data.needs} />
          <ConsequenceList title="Deleted with it" items={data.held === null ? data.goes : []} />
          <ConsequenceList title="Stays, without the link to it" items={data.held === null ? data.stays : []} />
        </>
      ) : null}
    </TypedConfirm>
  );
}
