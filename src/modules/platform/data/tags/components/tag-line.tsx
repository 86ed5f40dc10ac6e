"use client";

import { EntryMenu, EntryRecords } from "@/components/layout/settings-list";
import { ColorDot } from "@/components/ui/tag";
import { cn } from "@/lib/cn";
import { tagsName } from "@/lib/fields/custom";
import type { Condition } from "@/lib/list-filter";
import type { TagRow } from "../schema";

export type TagAct = { kind: "edit" | "merge" | "archive" | "restore"; tag: TagRow };

interface TagLineProps {
  tag: TagRow;
  may: boolean;
  onAct: (act: TagAct) => void;
}

/** The columns of the page: tag, records, actions. On a phone the records stand below the name. */
export const tagColumns =
  "grid grid-cols-[minmax(0,300px)_minmax(0,1fr)_32px] items-center gap-x-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto]";

/** One tag of the settings. */
export function TagLine({ tag, may, onAct }: TagLineProps) {
  return (
    <li className={cn(tagColumns, "min-h-[42px] py-1 hairline-b hairline-soft hover:bg-surface-hover phone:min-h-14")}>
      <span className={cn("flex min-w-0 items-center gap-2.5", tag.archivedAt && "text-muted")}>
        <ColorDot color={tag.color} className="size-2.5" />
        <span className="truncate font-medium">{tag.name}</span>
      </span>
      <span className="min-w-0 text-muted phone:order-last phone:-mt-2 phone:col-span-2 phone:pb-1.5 phone:pl-5 phone:text-sm">
        <EntryRecords
          none="No records"
          counts={(tag.usage ?? []).map((one) => ({ ...one, condition: havingTag(tag.id) }))}
        />
      </span>
      {may ? (
        <EntryMenu
          noun="tag"
          name={tag.name}
          onEdit={() => onAct({ kind: "edit", tag })}
          onMerge={() => onAct({ kind: "merge", tag })}
          onArchive={() => onAct({ kind: "archive", tag })}
          onRestore={tag.archivedAt ? () => onAct({ kind: "restore", tag }) : undefined}
        />
      ) : (
        <span />
      )}
    </li>
  );
}

/** The condition of lists that finds the records with a tag. */
const havingTag = (id: string): Condition => ({ field: tagsName, op: "anyOf", value: [id] });
