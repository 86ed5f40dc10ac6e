"use client";

import { AccountHead } from "@/modules/crm/accounts/components/account-record";
import type { Account } from "@/modules/crm/accounts/fields";
import { AccountActions } from "./account-actions";

export interface AccountPeekHeadProps {
  account: Account;
  onClose(): void;
}

/** The head of the account that is open beside its list, with opportunity figures. */
export function AccountPeekHead({ account, onClose }: AccountPeekHeadProps) {
  const actions = <AccountActions account={account} compact onDeleted={onClose} />;
  return <AccountHead account={account} heading="h2" actions={actions} />;
}
