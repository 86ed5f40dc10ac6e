"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import { AccountList } from "@/modules/crm/accounts/components/account-list";
import type { AccountPeekHeadProps } from "./account-peek-head";

const LazyHead = lazyPart<AccountPeekHeadProps>(
  () => import("./account-peek-head").then((part) => part.AccountPeekHead),
  { of: "the account" },
);

/** The list of accounts; what can be done with the one that is open beside it is loaded with that one. */
export function Accounts() {
  return <AccountList head={(account, close) => <LazyHead account={account} onClose={close} />} />;
}
