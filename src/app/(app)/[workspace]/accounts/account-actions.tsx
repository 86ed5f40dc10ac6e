"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { NameMark } from "@/components/ui/name-mark";
import { counted, nouns, wordsFor } from "@/lib/counted";
import { AccountMenu } from "@/modules/crm/accounts/components/account-menu";
import type { Account } from "@/modules/crm/accounts/fields";
import { opportunitiesIn, useAccountTotals } from "@/modules/crm/opportunities/components/account-totals";
import { OpportunityForm } from "@/modules/crm/opportunities/components/opportunity-form";
import { api } from "@/trpc/react";

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
      <AccountMenu account={account} pointing={usePointing(account.id)} onDeleted={onDeleted} />
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

/**
 * The number of records that point to the account: deletion is refused while there are any, and until the number is
 * known.
 */
function usePointing(id: string): string | null | undefined {
  const totals = useAccountTotals(id);
  const family = api.accounts.family.useQuery({ id });
  if (!totals.data || !family.data) return undefined;
  const opportunities = opportunitiesIn(totals.data.own);
  const { children } = family.data;
  if (opportunities + children === 0) return null;
  const parts = [
    opportunities > 0 ? counted(opportunities, nouns.opportunity) : null,
    children > 0 ? counted(children, nouns.account) : null,
  ].filter((part) => part !== null);
  return `${parts.join(" and ")} ${wordsFor(opportunities + children, { one: "points", many: "point" })} to it`;
}

function NewOpportunity({ compact, onClick }: { compact: boolean; onClick: () => void }) {
  if (compact) return <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={onClick} />;
  return (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={onClick}>
      New opportunity
    </Button>
  );
}
