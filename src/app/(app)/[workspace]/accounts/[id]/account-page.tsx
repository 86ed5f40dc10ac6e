"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { AccountFamily } from "@/modules/crm/accounts/components/account-family";
import { AccountRecord } from "@/modules/crm/accounts/components/account-record";
import { AccountPeople } from "@/modules/crm/contacts/components/account-people";
import { contacts } from "@/modules/crm/contacts/fields";
import { OpenOpportunities } from "@/modules/crm/opportunities/components/open-opportunities";
import { RelatedCount, RelatedOpportunities } from "@/modules/crm/opportunities/components/related-opportunities";
import { ofAccount } from "@/modules/crm/opportunities/components/related-requests";
import { RelatedRecordCount, RelatedRecords } from "@/modules/platform/records/components/noun-related";
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
        actions: <AccountActions account={account} />,
        phoneActions: <AccountActions account={account} compact />,
        tabs: [
          { id: "timeline", label: "Timeline", panel: <AccountTimeline id={id} name={account.name} /> },
          {
            id: "contacts",
            label: "Contacts",
            count: <RelatedRecordCount noun={contacts} of={ofAccount(id)} />,
            panel: (
              <RelatedRecords
                noun={contacts}
                of={ofAccount(id)}
                below={["jobTitle"]}
                right={["emails", "phones"]}
                purpose="Contacts at this account appear here. Create one in Contacts, and set this account."
              />
            ),
          },
          {
            id: "opportunities",
            label: "Opportunities",
            count: <RelatedCount of={ofAccount(id)} />,
            panel: (
              <RelatedOpportunities
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
      <OpenOpportunities accountId={id} allHref={href(`/accounts/${id}?tab=opportunities&status=open`)} />
      <AccountPeople of={ofAccount(id)} allHref={href(`/accounts/${id}?tab=contacts`)} />
    </>
  );
}
