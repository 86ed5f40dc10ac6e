"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { NameMark } from "@/components/ui/name-mark";
import { type Account, accounts } from "@/modules/crm/accounts/fields";
import { OpportunityForm } from "@/modules/crm/opportunities/components/opportunity-form";
import { NounMenu } from "@/modules/platform/data/records/components/noun-head";

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
      {mayCreate ? <NewOpportunity compact={compact === true} onClick={() => setCreating(true)} /> : null}
      <OpportunityForm
        open={creating}
        onOpenChange={setCreating}
        account={{ value: account.id, label: account.name, icon: <NameMark name={account.name} size={16} /> }}
        onCreated={(opportunity) => router.push(href(`/opportunities/${opportunity.id}`))}
      />
    </>
  );
}

function NewOpportunity({ compact, onClick }: { compact: boolean; onClick: () => void }) {
  if (compact) return <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={onClick} />;
  return (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={onClick}>
      New opportunity
    </Button>
  );
}
