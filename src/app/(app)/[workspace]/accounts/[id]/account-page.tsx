"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { AccountFamily } from "@/modules/crm/accounts/components/account-family";
import { AccountRecord } from "@/modules/crm/accounts/components/account-record";
import { ofAccount } from "@/modules/crm/opportunities/components/deals-request";
import { OpenDeals } from "@/modules/crm/opportunities/components/open-deals";
import { DealsCount, RecordDeals } from "@/modules/crm/opportunities/components/record-deals";
import { AccountActions } from "../account-actions";
import { AccountFigures } from "./account-figures";
import { AccountTimeline } from "./account-timeline";
import { useFamilyColumns } from "./family-columns";

/** The page of one account: its own fields, with facts from opportunities and events. */
export function AccountPage({ id }: { id: string }) {
  return (
    <AccountRecord
      id={id}
      parts={(account) => ({
        figures: <AccountFigures id={id} />,
        verbs: <AccountActions account={account} />,
        phoneVerbs: <AccountActions account={account} compact />,
        tabs: [
          { id: "timeline", label: "Timeline", panel: <AccountTimeline id={id} name={account.name} /> },
          {
            id: "opportunities",
            label: "Opportunities",
            count: <DealsCount of={ofAccount(id)} />,
            panel: (
              <RecordDeals
                of={ofAccount(id)}
                purpose="Opportunities with this account appear here. Create the first one with New opportunity."
              />
            ),
          },
        ],
        aside: { id: "family", label: "Family", panel: <Aside id={id} /> },
      })}
    />
  );
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
