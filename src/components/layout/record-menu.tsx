"use client";

import { Archive, ArchiveRestore, Ellipsis, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { usePageCommand } from "./page-commands";
import { useWorkspace } from "./workspace-context";

interface MenuRecord {
  id: string;
  version: number;
  name: string;
  mayEdit: boolean;
  archivedAt: string | null;
}

export interface RecordMenuProps<Row extends MenuRecord> {
  record: Row;
  /** "account", in "Archive account". */
  noun: string;
  /** Archives with undo, and shows a toast. */
  onArchive(rows: Row[]): unknown;
  /** Restores it with undo, and shows a toast. */
  onRestore(rows: Row[]): unknown;
  /** Asks to delete it for good; undefined if the member may not, or the object has no deletion. */
  onDelete?: (() => void) | undefined;
  /** Actions of the object's own, above the others. */
  children?: ReactNode;
  /** Whether it is open at first. */
  startsOpen?: boolean | undefined;
}

/**
 * The less frequent actions of a record: archive or restore, and permanent deletion. Nothing if this member has none.
 */
export function RecordMenu<Row extends MenuRecord>(props: RecordMenuProps<Row>) {
  const { record, noun, onArchive, onRestore, onDelete, children, startsOpen = false } = props;
  const { support } = useWorkspace();
  const archiveIt = () => void onArchive([record]);
  const restoreIt = () => void onRestore([record]);
  const action = record.archivedAt ? "Restore" : "Archive";
  const Icon = record.archivedAt ? ArchiveRestore : Archive;
  usePageCommand(record.mayEdit ? `${action} ${record.name}` : null, record.archivedAt ? restoreIt : archiveIt);
  usePageCommand(onDelete ? `Delete ${record.name} permanently` : null, () => onDelete?.());
  // Children are a member's own preferences, or need the right to edit: without it staff have none.
  if (!record.mayEdit && !onDelete && (!children || support)) return null;
  return (
    <Menu defaultOpen={startsOpen}>
      <MenuTrigger asChild>
        <IconButton label={`More for ${record.name}`} icon={<Ellipsis aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        {children}
        {children && (record.mayEdit || onDelete) ? <MenuSeparator /> : null}
        {record.mayEdit ? (
          <MenuItem icon={<Icon aria-hidden />} onSelect={record.archivedAt ? restoreIt : archiveIt}>
            {`${action} ${noun}`}
          </MenuItem>
        ) : null}
        {onDelete ? (
          <>
            {record.mayEdit ? <MenuSeparator /> : null}
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
              Delete permanently
            </MenuItem>
          </>
        ) : null}
      </MenuContent>
    </Menu>
  );
}
