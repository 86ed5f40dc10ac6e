"use client";

import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ColorDot } from "@/components/ui/tag";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { useMergeTag } from "../client";
import { recordsWith } from "../rules";
import type { TagRow } from "../schema";

const schema = z.object({ intoId: z.uuid("Choose a tag.") });
type Fields = z.input<typeof schema>;

interface MergeTagDialogProps {
  tags: readonly TagRow[];
  tag: TagRow;
  onOpenChange: (open: boolean) => void;
}

/** Gives the records of a tag another one in its place. */
export function MergeTagDialog({ tags, tag, onOpenChange }: MergeTagDialogProps) {
  const { locale } = useWorkspace();
  const form = useZodForm(schema, { defaultValues: { intoId: "" } });
  const merge = useMergeTag();
  const records = recordsWith(tag);
  const others = tags
    .filter(({ id, archivedAt }) => id !== tag.id && !archivedAt)
    .map(({ id, name, color, category }) => ({
      value: id,
      label: name,
      icon: <ColorDot color={color} className="size-2" />,
      ...(category ? { note: category } : {}),
    }));
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={`Merge the tag ${tag.name}`}
      description={`${changing(records, locale)} ${tag.name} is deleted. This cannot be undone.`}
      submit="Merge tags"
      onSubmit={async ({ intoId }) => {
        const done = await merge.mutateAsync({ id: tag.id, version: tag.version, intoId });
        const moved = done.records > 0 ? `, ${counted(done.records, changes, locale)} in the background` : "";
        notify.success(`${tag.name} was merged into ${done.tag.name}${moved}`);
      }}
    >
      <ComboboxField<Fields>
        name="intoId"
        label="Merge into"
        options={others}
        placeholder="Choose a tag"
        searchLabel="Find a tag"
        empty="No other tag has this name"
      />
    </FormDialog>
  );
}

const changes = { one: "record changes", many: "records change" };

function changing(records: number, locale: string): string {
  if (records === 0) return "No record has this tag.";
  return `${counted(records, { one: `${nouns.record.one} gets`, many: `${nouns.record.many} get` }, locale)} the other tag.`;
}
