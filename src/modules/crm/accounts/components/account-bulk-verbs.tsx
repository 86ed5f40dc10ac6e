"use client";

import type { ListSelection } from "@/components/data-table/list-bulk";
import { nouns } from "@/lib/counted";
import { BulkOwnerPicker } from "@/modules/platform/members/components/owner-picker";
import { useBulkAccounts } from "../client";
import type { Account } from "../schema";

/** What can be done with many accounts at once, beside archiving: give them to a member. */
export function AccountBulkVerbs({ rows, clear }: ListSelection<Account>) {
  const run = useBulkAccounts();
  return (
    <BulkOwnerPicker
      noun={nouns.account}
      onAct={async (act) => {
        // What was refused stays selected, so that it can be looked at or tried again.
        if (await run(rows, act)) clear();
      }}
    />
  );
}
