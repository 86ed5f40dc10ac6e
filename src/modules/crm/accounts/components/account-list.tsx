"use client";

import type { ReactNode } from "react";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import { type Account, accounts } from "../fields";
import { useAccountOwn } from "./account-own";

/** The page of all accounts; `head` draws the head of the one that is open beside it. */
export function AccountList({ head }: { head: (account: Account, close: () => void) => ReactNode }) {
  return <NounList noun={accounts} own={useAccountOwn()} head={head} />;
}
