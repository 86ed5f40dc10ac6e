"use client";

import { CircleStop, LogOut, Monitor, Moon, PanelLeft, Rows3, Sun, User } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { applyDensity, type Density } from "@/components/layout/density";
import { keepPreference } from "@/components/layout/preference";
import { MeButton, sheetLine } from "@/components/layout/sidebar";
import { useSidebar } from "@/components/layout/sidebar-state";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
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
import { useStopSupport } from "@/modules/platform/support/components/support-session";

/**
 * The signed-in person: profile, theme, density, sidebar, sign out; for staff the end of their session in place of the
 * profile. `onLeave` closes the phone's sheet, which is wide.
 */
export function MemberMenu({ onLeave }: { onLeave?: () => void }) {
  const { member, support, href } = useWorkspace();
  const stopping = useStopSupport();
  const { theme, setTheme } = useTheme();
  const { closed, narrow, toggle } = useSidebar();
  return (
    <Menu>
      <MenuTrigger asChild>
        <MeButton
          name={support?.name ?? member.name}
          id={support ? support.name : member.id}
          className={cn(onLeave && sheetLine)}
        />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>{support?.email || member.email || member.name}</MenuLabel>
        {stopping ? (
          <MenuItem icon={<CircleStop aria-hidden />} disabled={stopping.busy} onSelect={stopping.stop}>
            Stop support session
          </MenuItem>
        ) : (
          <MenuItem asChild>
            <Link href={href("/settings/profile")} onClick={() => onLeave?.()}>
              <User aria-hidden />
              Profile
            </Link>
          </MenuItem>
        )}
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
        <MenuItem icon={<Rows3 aria-hidden />} onSelect={toggleDensity}>
          Change density
        </MenuItem>
        {onLeave || narrow ? null : (
          <MenuItem icon={<PanelLeft aria-hidden />} keys="[" onSelect={toggle}>
            {closed ? "Expand the sidebar" : "Collapse the sidebar"}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function toggleDensity(): void {
  const next: Density = document.documentElement.dataset.density === "compact" ? "comfortable" : "compact";
  applyDensity(next);
  keepPreference("density", next);
}
