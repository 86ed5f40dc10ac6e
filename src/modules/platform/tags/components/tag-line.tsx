"use client";

import { Archive, ArchiveRestore, Ellipsis, Merge, Pencil } from "lucide-react";
import { Fragment } from "react";
import { encodeFilter } from "@/components/data-table/list-state-codec";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { ColorDot } from "@/components/ui/tag";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { tagsName } from "@/lib/fields/custom";
import { listPathOf, nounOf } from "@/lib/nouns/all";
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
        <Usage tag={tag} />
      </span>
      {may ? <TagMenu tag={tag} onAct={onAct} /> : <span />}
    </li>
  );
}

/** The number of records by object; each leads to the list of those that the member can see. */
function Usage({ tag: { id, usage = [] } }: { tag: TagRow }) {
  const { can, href, locale } = useWorkspace();
  const filter = encodeFilter({ conditions: [{ field: tagsName, op: "anyOf", value: [id] }], groups: [] });
  const shown = usage.flatMap(({ entity, records }) => {
    const noun = nounOf(entity);
    const text = noun && counted(records, noun, locale);
    return text ? [{ entity, text, path: can(`${entity}:view`) ? listPathOf(entity) : undefined }] : [];
  });
  if (shown.length === 0) return <span className="text-faint">No records</span>;
  return shown.map(({ entity, text, path }, at) => (
    <Fragment key={entity}>
      {at > 0 ? ", " : null}
      {path ? (
        <Link className="link relative hit-44" href={href(`${path}?filter=${encodeURIComponent(filter)}`)}>
          {text}
        </Link>
      ) : (
        text
      )}
    </Fragment>
  ));
}

function TagMenu({ tag, onAct }: Pick<TagLineProps, "tag" | "onAct">) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${tag.name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onAct({ kind: "edit", tag })}>
          Change tag
        </MenuItem>
        <MenuItem icon={<Merge aria-hidden />} onSelect={() => onAct({ kind: "merge", tag })}>
          Merge into another tag
        </MenuItem>
        {tag.archivedAt ? (
          <MenuItem icon={<ArchiveRestore aria-hidden />} onSelect={() => onAct({ kind: "restore", tag })}>
            Restore tag
          </MenuItem>
        ) : (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => onAct({ kind: "archive", tag })}>
            Archive tag
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
