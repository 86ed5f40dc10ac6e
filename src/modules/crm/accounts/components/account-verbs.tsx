"use client";

import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { RecordMenu } from "@/components/layout/record-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { useArchiveAccounts, useDeleteAccount, useRestoreAccount } from "../client";
import type { Account } from "../schema";

interface AccountVerbsProps {
  account: Account;
  /** What points to it, with numbers; null when nothing does. */
  pointing: string | null;
  /** Where to go when it is deleted; to the list of all accounts unless given. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer verbs of an account. */
export function AccountVerbs({ account, pointing, onDeleted }: AccountVerbsProps) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const archive = useArchiveAccounts();
  const restore = useRestoreAccount();
  const remove = useDeleteAccount();
  const [deleting, setDeleting] = useState(false);
  const mayDelete = can("account:delete");
  if (!account.mayEdit && !mayDelete) return null;
  const target = { id: account.id, version: account.version };
  return (
    <>
      <RecordMenu label={`More for ${account.name}`}>
        {!account.mayEdit ? null : account.archivedAt ? (
          <MenuItem
            icon={<ArchiveRestore aria-hidden />}
            onSelect={() =>
              restore.mutate(target, {
                onSuccess: () => notify.success(`${account.name} restored`),
                onError: (error) => notify.error(readServerError(error).message),
              })
            }
          >
            Restore account
          </MenuItem>
        ) : (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => void archive([account])}>
            Archive account
          </MenuItem>
        )}
        {mayDelete ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDeleting(true)}>
              Delete for good
            </MenuItem>
          </>
        ) : null}
      </RecordMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${account.name} for good?`}
        description={
          pointing
            ? `${pointing}. Move them to another account first, or archive this one: an archived account can be restored.`
            : "Nothing points to it. It goes with its history and cannot be restored; an archived account can."
        }
        action="Delete account"
        disabled={pointing !== null}
        onConfirm={async () => {
          await remove.mutateAsync(target).catch((error: unknown) => {
            throw new Error(readServerError(error).message);
          });
          notify.success(`${account.name} deleted`);
          if (onDeleted) onDeleted();
          else router.push(href("/accounts"));
        }}
      />
    </>
  );
}
