"use client";

import { NounVerbs } from "@/modules/platform/records/components/noun-head";
import { type Account, accounts } from "../fields";

interface AccountVerbsProps {
  account: Account;
  /** What points to it, with numbers; null when nothing does, undefined while that is not known. */
  pointing: string | null | undefined;
  /** Where to go when it is deleted; to the list of all accounts unless given. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer verbs of an account. */
export function AccountVerbs({ account, pointing, onDeleted }: AccountVerbsProps) {
  return (
    <NounVerbs
      noun={accounts}
      record={account}
      deletion={{ consequence: consequenceOf(pointing), refused: pointing !== null, onDeleted }}
    />
  );
}

function consequenceOf(pointing: string | null | undefined): string {
  if (pointing === undefined) return "What points to it is not known yet. An archived account can be restored.";
  if (pointing === null)
    return "Nothing points to it. It goes with its history and cannot be restored; an archived account can.";
  return `${pointing}. Move them to another account first, or archive this one: an archived account can be restored.`;
}
