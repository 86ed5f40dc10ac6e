"use client";

import { NounMenu } from "@/modules/platform/records/components/noun-head";
import { type Account, accounts } from "../fields";

interface AccountMenuProps {
  account: Account;
  /** The records that point to the account, with numbers; null when none do, undefined while that is not known. */
  pointing: string | null | undefined;
  /** Runs when the account was deleted; without it the list of all accounts opens. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer actions of an account. */
export function AccountMenu({ account, pointing, onDeleted }: AccountMenuProps) {
  return (
    <NounMenu
      noun={accounts}
      record={account}
      deletion={{ consequence: consequenceOf(pointing), refused: pointing !== null, onDeleted }}
    />
  );
}

function consequenceOf(pointing: string | null | undefined): string {
  if (pointing === undefined)
    return "The records that point to it are not known yet, so it cannot be deleted now. You can archive it instead.";
  if (pointing === null)
    return "No record points to it. Its history is deleted too, and you cannot restore it. You can archive it instead.";
  return `${pointing}. Move them to another account first, or archive this one: an archived account can be restored.`;
}
