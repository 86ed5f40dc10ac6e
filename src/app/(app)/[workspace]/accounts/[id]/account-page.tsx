"use client";

import dynamic from "next/dynamic";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Relation } from "@/lib/nouns/relations";
import { AccountRecord } from "@/modules/crm/accounts/components/account-record";
import { accounts } from "@/modules/crm/accounts/fields";
import { AccountPeople } from "@/modules/crm/contacts/components/account-people";
import { OpenOpportunities } from "@/modules/crm/opportunities/components/open-opportunities";
import { ofAccount } from "@/modules/crm/opportunities/components/related-requests";
import { NounFamily } from "@/modules/platform/data/records/components/noun-family";
import { relatedTabs } from "../../related-tabs";
import { AccountActions } from "../account-actions";
import { AccountFigures } from "./account-figures";
import { AccountTimeline } from "./account-timeline";
import { useFamilyColumns } from "./family-columns";

const NextStepPanel = dynamic(() =>
  import("@/modules/crm/activities/components/next-step-panel").then((module) => module.NextStepPanel),
);

/** The page of one account: its own fields, with facts from opportunities and events. */
export function AccountPage({ id, relations }: { id: string; relations: readonly Relation[] }) {
  return (
    <AccountRecord
      id={id}
      parts={(account) => ({
        nextStep: <NextStepPanel to={{ entity: "account", id, name: account.name }} />,
        figures: <AccountFigures id={id} />,
        actions: <AccountActions account={account} />,
        phoneActions: <AccountActions account={account} compact />,
        tabs: [
          {
            id: "timeline",
            label: "Timeline",
            panel: <AccountTimeline id={id} name={account.name} />,
          },
          ...relatedTabs(relations, { entity: "account", one: "account", id, name: account.name }),
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
      <FamilyTree id={id} />
      <OpenOpportunities accountId={id} />
      <AccountPeople of={ofAccount(id)} allHref={href(`/accounts/${id}?tab=contacts`)} />
    </>
  );
}

const FamilyTree = ({ id }: { id: string }) => <NounFamily noun={accounts} id={id} {...useFamilyColumns(id)} />;
