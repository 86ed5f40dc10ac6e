"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { NameMark } from "@/components/ui/name-mark";
import { type Account, accounts } from "@/modules/crm/accounts/fields";
import { LazyOpportunityForm } from "@/modules/crm/opportunities/components/lazy-parts";
import { NewOpportunityButton } from "@/modules/crm/opportunities/components/new-opportunity-button";
import { NounMenu } from "@/modules/platform/data/records/components/noun-menu";

interface AccountActionsProps {
  account: Account;
  /** A text button, or an icon only. */
  compact?: boolean;
  onDeleted?: (() => void) | undefined;
}

/** The actions of an account: a new opportunity, and the less frequent ones. */
export function AccountActions({ account, compact, onDeleted }: AccountActionsProps) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const mayCreate = can("opportunity:create") && !account.archivedAt;
  usePageCommand(mayCreate ? `New opportunity for ${account.name}` : null, () => setCreating(true));
  return (
    <>
      <NounMenu noun={accounts} record={account} onDeleted={onDeleted} />
      {mayCreate ? <NewOpportunityButton compact={compact === true} onClick={() => setCreating(true)} /> : null}
      <LazyOpportunityForm
        open={creating}
        onOpenChange={setCreating}
        account={{
          value: account.id,
          label: account.name,
          icon: <NameMark name={account.name} of={{ entity: "account", id: account.id }} size={16} />,
        }}
        onCreated={(opportunity) => router.push(href(`/opportunities/${opportunity.id}`))}
      />
    </>
  );
}
