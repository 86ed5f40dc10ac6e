"use client";

import { Archive, ArchiveRestore, Ellipsis, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { ConfirmLayer } from "@/components/ui/confirm-layer";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { usePageCommand } from "./page-commands";
import { useWorkspace } from "./workspace-context";

interface Target {
  id: string;
  version: number;
}

interface MenuRecord extends Target {
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
  /** Permanent deletion; undefined if the member may not, or the object has none. */
  deletion?:
    | {
        run(target: Target): Promise<unknown>;
        /** Records deleted with it, or the reason against it. */
        consequence: string;
        /** Something points to it, or that is not known yet. */
        refused?: boolean;
        /** The member asks to delete it: now the consequence is needed. */
        onAsk?: () => void;
        /** The page to open after deletion. */
        listHref: string;
        /** Called instead of opening that page. */
        onDeleted?: (() => void) | undefined;
      }
    | undefined;
  /** Actions of the object's own, above the others. */
  children?: ReactNode;
}

/**
 * The less frequent actions of a record: archive or restore, and permanent deletion. Nothing if this member has none.
 */
export function RecordMenu<Row extends MenuRecord>(props: RecordMenuProps<Row>) {
  const { record, noun, onArchive, onRestore, deletion, children } = props;
  const router = useRouter();
  const { support } = useWorkspace();
  const [deleting, setDeleting] = useState(false);
  const target = { id: record.id, version: record.version };
  const archiveIt = () => void onArchive([record]);
  const restoreIt = () => void onRestore([record]);
  const action = record.archivedAt ? "Restore" : "Archive";
  const Icon = record.archivedAt ? ArchiveRestore : Archive;
  usePageCommand(record.mayEdit ? `${action} ${record.name}` : null, record.archivedAt ? restoreIt : archiveIt);
  const askToDelete = () => {
    deletion?.onAsk?.();
    setDeleting(true);
  };
  usePageCommand(deletion ? `Delete ${record.name} permanently` : null, askToDelete);
  // Children are a member's own preferences, or need the right to edit: without it staff have none.
  if (!record.mayEdit && !deletion && (!children || support)) return null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More for ${record.name}`} icon={<Ellipsis aria-hidden />} />
        </MenuTrigger>
        <MenuContent align="end">
          {children}
          {children && (record.mayEdit || deletion) ? <MenuSeparator /> : null}
          {record.mayEdit ? (
            <MenuItem icon={<Icon aria-hidden />} onSelect={record.archivedAt ? restoreIt : archiveIt}>
              {`${action} ${noun}`}
            </MenuItem>
          ) : null}
          {deletion ? (
            <>
              {record.mayEdit ? <MenuSeparator /> : null}
              <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={askToDelete}>
                Delete permanently
              </MenuItem>
            </>
          ) : null}
        </MenuContent>
      </Menu>
      {deletion ? (
        <ConfirmLayer
          open={deleting}
          onOpenChange={setDeleting}
          title={`Permanently delete ${record.name}?`}
          description={deletion.consequence}
          action={`Delete ${noun}`}
          disabled={deletion.refused}
          onConfirm={async () => {
            await deletion.run(target).catch((error: unknown) => {
              throw new Error(readServerError(error).message);
            });
            notify.success(`${record.name} deleted`);
            if (deletion.onDeleted) deletion.onDeleted();
            else router.push(deletion.listHref);
          }}
        />
      ) : null}
    </>
  );
}
