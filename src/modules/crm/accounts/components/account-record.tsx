"use client";

import type { ReactNode } from "react";
import { RecordOwner } from "@/components/layout/record-layout";
import { PersonMark } from "@/components/ui/person";
import { ParentBadge } from "@/modules/platform/data/records/components/noun-family";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import { NounRecord, type RecordParts } from "@/modules/platform/data/records/components/noun-record";
import { OnlineBadge } from "@/modules/platform/identity/members/components/online-badge";
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

/** The head of an account; `actions` stand at the right in the place of the owner. */
export function AccountHead({ account, heading, actions }: { account: Account; heading?: "h2"; actions?: ReactNode }) {
  const { owner } = account;
  return (
    <NounHead
      noun={accounts}
      record={account}
      {...(heading && { heading })}
      badge={<ParentBadge noun={accounts} id={account.id} />}
      actions={actions ?? (owner ? <Owner owner={owner} /> : null)}
    />
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
