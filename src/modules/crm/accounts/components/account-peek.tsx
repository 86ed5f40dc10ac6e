"use client";

import type { ReactNode } from "react";
import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import { api } from "@/trpc/react";
import type { Account } from "../schema";
import { AccountDetails } from "./account-details";
import { AccountHead } from "./account-record";

/** One account beside the list; `verbs` draws what can be done with it. */
export function AccountPeek(props: { id: string; known: Account | undefined; verbs: (account: Account) => ReactNode }) {
  const { href } = useWorkspace();
  const query = api.accounts.get.useQuery({ id: props.id }, { placeholderData: () => props.known });
  return (
    <PeekRecord query={query} list={{ label: "Accounts", href: href("/accounts") }} noun="account">
      {(account) => (
        <>
          <AccountHead account={account} heading="h2" verbs={props.verbs(account)} />
          <AccountDetails account={account} />
        </>
      )}
    </PeekRecord>
  );
}
