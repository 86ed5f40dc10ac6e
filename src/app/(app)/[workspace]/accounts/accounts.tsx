"use client";

import { AccountList } from "@/modules/crm/accounts/components/account-list";
import { AccountActions } from "./account-actions";

/** The list of accounts, with opportunity figures for the one that is open beside it. */
export function Accounts() {
  return <AccountList actions={(account, close) => <AccountActions account={account} compact onDeleted={close} />} />;
}
