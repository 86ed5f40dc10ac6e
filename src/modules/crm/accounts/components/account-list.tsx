"use client";

import type { ReactNode } from "react";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import { type Account, accounts } from "../fields";
import { useAccountOwn } from "./account-own";
import { AccountHead } from "./account-record";

/** The page of all accounts; `actions` draws what can be done with the one that is open beside it. */
export function AccountList({ actions }: { actions: (account: Account, close: () => void) => ReactNode }) {
  return (
    <NounList
      noun={accounts}
      own={useAccountOwn()}
      head={(account, close) => <AccountHead account={account} heading="h2" actions={actions(account, close)} />}
    />
  );
}
