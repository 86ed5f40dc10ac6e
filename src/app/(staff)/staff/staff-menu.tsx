"use client";

import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { MeButton, sheetLine } from "@/components/layout/sidebar";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { staffRoleLabels } from "@/lib/staff-roles";
import { useStaff } from "@/modules/platform/staff/components/staff-context";

/** The signed-in person of the staff: role, theme, sign out. */
export function StaffMenu({ onLeave }: { onLeave?: () => void }) {
  const { id, name, email, role } = useStaff();
  const { theme, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <MeButton name={name} id={id} note={staffRoleLabels[role]} className={cn(onLeave && sheetLine)} />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>{email}</MenuLabel>
        <MenuSeparator />
        <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          <MenuRadioItem value="light" icon={<Sun aria-hidden />}>
            Light
          </MenuRadioItem>
          <MenuRadioItem value="dark" icon={<Moon aria-hidden />}>
            Dark
          </MenuRadioItem>
          <MenuRadioItem value="system" icon={<Monitor aria-hidden />}>
            System
          </MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
