"use client";

import { MergeDialog } from "@/components/form/merge-dialog";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ColorDot } from "@/components/ui/tag";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { useMergeTag } from "../client";
import { recordsWith } from "../rules";
import type { TagRow } from "../schema";

interface MergeTagDialogProps {
  tags: readonly TagRow[];
  tag: TagRow;
  onOpenChange: (open: boolean) => void;
}

/** Gives the records of a tag another one in its place. */
export function MergeTagDialog({ tags, tag, onOpenChange }: MergeTagDialogProps) {
  const { locale } = useWorkspace();
  const merge = useMergeTag();
  const others = tags
    .filter(({ id, archivedAt }) => id !== tag.id && !archivedAt)
    .map(({ id, name, color, category }) => ({
      value: id,
      label: name,
      icon: <ColorDot color={color} className="size-2" />,
      ...(category ? { note: category } : {}),
    }));
  return (
    <MergeDialog
      noun={{ one: "tag", many: "tags" }}
      name={tag.name}
      effect={changing(recordsWith(tag), locale)}
      others={others}
      onOpenChange={onOpenChange}
      onMerge={async (intoId) => {
        const done = await merge.mutateAsync({ id: tag.id, version: tag.version, intoId });
        const moved = done.records > 0 ? `, ${counted(done.records, changes, locale)} in the background` : "";
        notify.success(`${tag.name} was merged into ${done.tag.name}${moved}`);
      }}
    />
  );
}

const changes = { one: "record changes", many: "records change" };

function changing(records: number, locale: string): string {
  if (records === 0) return "No record has this tag.";
  return `${counted(records, { one: `${nouns.record.one} gets`, many: `${nouns.record.many} get` }, locale)} the other tag.`;
}
