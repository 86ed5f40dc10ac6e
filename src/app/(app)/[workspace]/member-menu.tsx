"use client";

import { CircleStop, LogOut, PanelLeft, Rows3, User } from "lucide-react";
import { applyDensity, type Density } from "@/components/layout/density";
import { keepPreference } from "@/components/layout/preference";
import { MeButton, sheetLine } from "@/components/layout/sidebar";
import { useSidebar } from "@/components/layout/sidebar-state";
import { ThemeItems } from "@/components/layout/theme-items";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { signOutTo } from "@/modules/platform/identity/auth/components/sign-out";
import { useStopSupport } from "@/modules/platform/operator/support/components/support-session";

/**
 * The signed-in person: profile, theme, density, sidebar, sign out; for staff the end of their session in place of the
 * profile. `onLeave` closes the phone's sheet, which is wide.
 */
export function MemberMenu({ onLeave }: { onLeave?: () => void }) {
  const { member, support, href } = useWorkspace();
  const stopping = useStopSupport();
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
        <ThemeItems />
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
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOutTo("/sign-in")}>
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
