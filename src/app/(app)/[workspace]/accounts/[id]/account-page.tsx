"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { AccountMark } from "@/components/ui/account-mark";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { AccountFamily } from "@/modules/crm/accounts/components/account-family";
import { AccountRecord } from "@/modules/crm/accounts/components/account-record";
import { AccountVerbs } from "@/modules/crm/accounts/components/account-verbs";
import type { Account } from "@/modules/crm/accounts/schema";
import { dealsIn, useAccountTotals } from "@/modules/crm/opportunities/components/account-totals";
import { ofAccount } from "@/modules/crm/opportunities/components/deals-request";
import { OpenDeals } from "@/modules/crm/opportunities/components/open-deals";
import { OpportunityForm } from "@/modules/crm/opportunities/components/opportunity-form";
import { DealsCount, RecordDeals } from "@/modules/crm/opportunities/components/record-deals";
import { api } from "@/trpc/react";
import { AccountFigures } from "./account-figures";
import { AccountTimeline } from "./account-timeline";
import { useFamilyColumns } from "./family-columns";

/** The page of one account: its own fields, with what deals and events know of it. */
export function AccountPage({ id }: { id: string }) {
  return (
    <AccountRecord
      id={id}
      parts={(account) => ({
        figures: <AccountFigures id={id} />,
        actions: <Actions account={account} />,
        phoneActions: <Actions account={account} phone />,
        tabs: [
          { id: "timeline", label: "Timeline", panel: <AccountTimeline id={id} name={account.name} /> },
          {
            id: "opportunities",
            label: "Opportunities",
            count: <DealsCount of={ofAccount(id)} />,
            panel: (
              <RecordDeals
                of={ofAccount(id)}
                purpose="Deals with this account stand here. Create the first with New opportunity."
              />
            ),
          },
        ],
        aside: <Aside id={id} />,
        asideLabel: "Family",
      })}
    />
  );
}

function Actions({ account, phone }: { account: Account; phone?: boolean }) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const mayCreate = can("opportunity:create") && !account.archivedAt;
  return (
    <>
      <AccountVerbs account={account} pointing={usePointing(account.id)} />
      {mayCreate ? (
        phone ? (
          <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={() => setCreating(true)} />
        ) : (
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
            New opportunity
          </Button>
        )
      ) : null}
      <OpportunityForm
        open={creating}
        onOpenChange={setCreating}
        account={{ value: account.id, label: account.name, icon: <AccountMark name={account.name} size={16} /> }}
        onCreated={(deal) => router.push(href(`/opportunities/${deal.id}`))}
      />
    </>
  );
}

/** What points to the account, with numbers: a deletion is refused while something does. */
function usePointing(id: string): string | null {
  const totals = useAccountTotals(id);
  const family = api.accounts.family.useQuery({ id });
  const deals = totals.data ? dealsIn(totals.data.own) : 0;
  const children = family.data?.members.filter((member) => member.parentId === id).length ?? 0;
  if (deals + children === 0) return null;
  const parts = [
    deals > 0 ? `${deals} ${deals === 1 ? "opportunity" : "opportunities"}` : null,
    children > 0 ? `${children} ${children === 1 ? "account" : "accounts"}` : null,
  ].filter((part) => part !== null);
  return `${parts.join(" and ")} ${deals + children === 1 ? "points" : "point"} to it`;
}

function Aside({ id }: { id: string }) {
  const { href } = useWorkspace();
  return (
    <>
      <AccountFamily id={id} {...useFamilyColumns(id)} />
      <OpenDeals accountId={id} allHref={href(`/accounts/${id}?tab=opportunities&status=open`)} />
    </>
  );
}
