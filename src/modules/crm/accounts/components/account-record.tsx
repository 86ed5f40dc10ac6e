"use client";

import type { ReactNode } from "react";
import { RecordHead, RecordOwner } from "@/components/layout/record-layout";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { NounMark } from "@/components/ui/noun-icon";
import { PersonMark } from "@/components/ui/person";
import { counted } from "@/lib/counted";
import { OnlineBadge } from "@/modules/platform/realtime/components/online-badge";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { NounRecord, type RecordParts } from "@/modules/platform/records/components/noun-record";
import { api } from "@/trpc/react";
import { type Account, accounts } from "../fields";
import { useAccountOwn } from "./account-own";

/** The page of one account; `parts` draws what stands around its own fields. */
export function AccountRecord({ id, parts }: { id: string; parts: (account: Account) => RecordParts }) {
  return (
    <NounRecord
      noun={accounts}
      id={id}
      own={useAccountOwn()}
      skeleton={{ figures: 5, aside: true }}
      parts={(account) => ({ head: <AccountHead account={account} />, ...parts(account) })}
    />
  );
}

/** Mark, name and facts of an account; `verbs` stand at the right in the place of the owner. */
export function AccountHead({ account, heading, verbs }: { account: Account; heading?: "h2"; verbs?: ReactNode }) {
  const { locale } = useWorkspace();
  const family = api.accounts.family.useQuery({ id: account.id });
  const children = family.data?.children ?? 0;
  const { industry, billingAddress, employees, owner } = account;
  const staff = employees === null ? null : counted(employees, { one: "employee", many: "employees" }, locale);
  const facts = Object.entries({ industry, country: billingAddress?.country, employees: staff });
  return (
    <RecordHead
      mark={<NounMark head={accounts.head} name={account.name} />}
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
      facts={facts.flatMap(([id, text]) => (text ? [{ id, text }] : []))}
      heading={heading}
    >
      {verbs ?? (owner ? <Owner owner={owner} /> : null)}
    </RecordHead>
  );
}

function Owner({ owner }: { owner: NonNullable<Account["owner"]> }) {
  const avatar = (
    <OnlineBadge id={owner.id}>
      <PersonMark person={owner} size={24} decorative />
    </OnlineBadge>
  );
  return <RecordOwner avatar={avatar}>{owner.name}</RecordOwner>;
}
