"use client";

import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { RecordHead, RecordLayout, RecordOwner, RecordPage } from "@/components/layout/record-layout";
import { RecordFailed, RecordSkeleton } from "@/components/layout/record-states";
import { type RecordTab, RecordTabs } from "@/components/layout/record-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { AccountMark } from "@/components/ui/account-mark";
import { Badge } from "@/components/ui/badge";
import { PersonMark } from "@/components/ui/person";
import { counted } from "@/lib/counted";
import { OnlineBadge } from "@/modules/platform/realtime/components/online-badge";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { api } from "@/trpc/react";
import type { Account } from "../schema";
import { AccountDetails } from "./account-details";

/** What the page gives to the parts of the record that other domains know. */
export interface AccountParts {
  /** Between the head and the columns. */
  figures: ReactNode;
  /** Right in the header: the primary verb, and the menu of the rarer ones. */
  actions: ReactNode;
  phoneActions: ReactNode;
  tabs: readonly RecordTab[];
  /** Right of the tabs; on narrow pages one of them. */
  aside: ReactNode;
  asideLabel: string;
}

/** The page of one account; `parts` draws what stands around its own fields. */
export function AccountRecord({ id, parts }: { id: string; parts: (account: Account) => AccountParts }) {
  const { href } = useWorkspace();
  const query = api.accounts.get.useQuery({ id });
  const list = { label: "Accounts", href: href("/accounts") };
  if (query.data) return <Loaded account={query.data} list={list} parts={parts(query.data)} />;
  if (query.isPending) return <RecordSkeleton list={list} noun="account" figures={5} aside />;
  return (
    <RecordFailed
      list={list}
      noun="account"
      error={query.error}
      busy={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

function Loaded({
  account,
  list,
  parts,
}: {
  account: Account;
  list: { label: string; href: string };
  parts: AccountParts;
}) {
  const details = <AccountDetails account={account} />;
  return (
    <>
      <PageHeader breadcrumb={[list, { label: account.name }]} phoneActions={parts.phoneActions}>
        {parts.actions}
      </PageHeader>
      <RecordPage>
        <AccountHead account={account} />
        {parts.figures}
        <RecordLayout details={details} aside={parts.aside}>
          <RecordTabs
            label={account.name}
            tabs={[
              ...parts.tabs,
              {
                id: "family",
                label: parts.asideLabel,
                only: "narrow",
                panel: <div className="pb-6">{parts.aside}</div>,
              },
              { id: "details", label: "Details", only: "phone", panel: <div className="pb-6">{details}</div> },
            ]}
          />
        </RecordLayout>
      </RecordPage>
    </>
  );
}

/** Mark, name and facts of an account; `verbs` stand at the right in the place of the owner. */
export function AccountHead({ account, heading, verbs }: { account: Account; heading?: "h2"; verbs?: ReactNode }) {
  const { locale } = useWorkspace();
  const family = api.accounts.family.useQuery({ id: account.id });
  const children = family.data?.children ?? 0;
  const { industry, billingAddress, employees, owner } = account;
  const facts = [
    industry ? { id: "industry", text: industry } : null,
    billingAddress?.country ? { id: "country", text: billingAddress.country } : null,
    employees === null
      ? null
      : { id: "employees", text: counted(employees, { one: "employee", many: "employees" }, locale) },
  ].filter((fact) => fact !== null);
  return (
    <RecordHead
      mark={<AccountMark name={account.name} size={36} tone="inverse" />}
      name={account.name}
      badge={
        <>
          {children > 0 ? (
            <Badge className="phone:hidden">{`Parent of ${children.toLocaleString(locale)}`}</Badge>
          ) : null}
          {account.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity="account" id={account.id} />
        </>
      }
      facts={facts}
      heading={heading}
    >
      {verbs ??
        (owner ? (
          <RecordOwner
            avatar={
              <OnlineBadge id={owner.id}>
                <PersonMark person={owner} size={24} decorative />
              </OnlineBadge>
            }
          >
            {owner.name}
          </RecordOwner>
        ) : null)}
    </RecordHead>
  );
}
