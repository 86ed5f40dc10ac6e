"use client";

import { RecordVerbs } from "@/components/layout/record-verbs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { FollowLink } from "@/modules/platform/notifications/components/follow-link";
import { useArchiveAccounts, useDeleteAccount, useRestoreAccounts } from "../client";
import type { Account } from "../schema";

interface AccountVerbsProps {
  account: Account;
  /** What points to it, with numbers; null when nothing does, undefined while that is not known. */
  pointing: string | null | undefined;
  /** Where to go when it is deleted; to the list of all accounts unless given. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer verbs of an account. */
export function AccountVerbs({ account, pointing, onDeleted }: AccountVerbsProps) {
  const { can, href } = useWorkspace();
  const archive = useArchiveAccounts();
  const restore = useRestoreAccounts();
  const remove = useDeleteAccount();
  const deletion = {
    run: remove.mutateAsync,
    consequence:
      pointing === undefined
        ? "What points to it is not known yet. An archived account can be restored."
        : pointing
          ? `${pointing}. Move them to another account first, or archive this one: an archived account can be restored.`
          : "Nothing points to it. It goes with its history and cannot be restored; an archived account can.",
    refused: pointing !== null,
    listHref: href("/accounts"),
    onDeleted,
  };
  return (
    <RecordVerbs
      record={account}
      noun="account"
      onArchive={archive}
      onRestore={restore}
      deletion={can("account:delete") ? deletion : undefined}
    >
      <FollowLink entity="account" recordId={account.id} name={account.name} />
    </RecordVerbs>
  );
}
