"use client";

import { UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { MenuItem } from "@/components/ui/menu";
import { InviteDialog } from "./invite-dialog";

/** Invites a guest from a menu: the line of the menu, and the dialog that stays when the menu has closed. */
export function useInviteGuest(onInvited: (memberIds: string[]) => void): { line: ReactNode; dialog: ReactNode } {
  const [open, setOpen] = useState(false);
  return {
    line: (
      <MenuItem icon={<UserPlus aria-hidden />} onSelect={() => setOpen(true)}>
        Invite a guest
      </MenuItem>
    ),
    dialog: open ? <InviteDialog open onOpenChange={setOpen} gives="guest" onInvited={onInvited} /> : null,
  };
}
