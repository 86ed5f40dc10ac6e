"use client";

import { LogOut } from "lucide-react";
import { MeButton, sheetLine } from "@/components/layout/sidebar";
import { ThemeItems } from "@/components/layout/theme-items";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { staffRoleLabels } from "@/lib/staff-roles";
import { signOutTo } from "@/modules/platform/identity/auth/components/sign-out";
import { useStaff } from "@/modules/platform/operator/staff/components/staff-context";

/** The signed-in person of the staff: role, theme, sign out. */
export function StaffMenu({ onLeave }: { onLeave?: () => void }) {
  const { id, name, email, role } = useStaff();
  return (
    <Menu>
      <MenuTrigger asChild>
        <MeButton name={name} id={id} note={staffRoleLabels[role]} className={cn(onLeave && sheetLine)} />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>{email}</MenuLabel>
        <MenuSeparator />
        <ThemeItems />
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOutTo("/sign-in")}>
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
