"use client";

import {
  Activity,
  Bell,
  Building2,
  History,
  LifeBuoy,
  ListRestart,
  Network,
  ScrollText,
  Search,
  SquareKanban,
} from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { AppShell } from "@/components/layout/app-shell";
import { KeyboardProvider, useShortcut } from "@/components/layout/keyboard";
import { keepPreference } from "@/components/layout/preference";
import { ShortcutsDialog } from "@/components/layout/shortcuts-dialog";
import { Logo } from "@/components/ui/logo";
import { cn } from "@/lib/cn";
import { useStaffCounts } from "@/modules/platform/operator/staff/client";
import { isRunning, useMySessions } from "@/modules/platform/operator/support/staff/client";
import { StaffCommands } from "./staff-commands";
import { StaffMenu } from "./staff-menu";

/** The frame of the console: a rail on inverse ground, so that nobody takes it for a workspace. */
export function StaffShell({ sidebarClosed, children }: { sidebarClosed: boolean; children: ReactNode }) {
  return (
    <KeyboardProvider>
      <Frame sidebarClosed={sidebarClosed}>{children}</Frame>
      <ShortcutsDialog />
    </KeyboardProvider>
  );
}

function Frame({ sidebarClosed, children }: { sidebarClosed: boolean; children: ReactNode }) {
  const counts = useStaffCounts();
  const running = useMySessions().data?.filter(isRunning) ?? [];
  const show = useSearchParams().get("show");
  const pathname = usePathname();
  const isList = pathname === "/staff";
  const listed = (label: string, wanted: "alerts" | "access", icon: ReactNode) => ({
    label,
    icon,
    href: `/staff?show=${wanted}`,
    current: isList && show === wanted,
    ...(counts?.[wanted] ? { count: counts[wanted], hot: wanted === "alerts" } : {}),
  });
  const workspaces = {
    label: "Workspaces",
    icon: <Building2 aria-hidden />,
    href: "/staff",
    current: pathname.startsWith("/staff/workspaces") || (isList && show !== "alerts" && show !== "access"),
    ...(counts ? { count: counts.all } : {}),
  };
  const alerts = listed("Alerts", "alerts", <Bell aria-hidden />);
  const platform = [
    { label: "Jobs", icon: <SquareKanban aria-hidden />, href: "/staff/jobs" },
    { label: "Outbox", icon: <Network aria-hidden />, href: "/staff/outbox" },
    { label: "Parked events", icon: <ListRestart aria-hidden />, href: "/staff/parked" },
    { label: "Health", icon: <Activity aria-hidden />, href: "/staff/health" },
  ];
  const support = [
    listed("Access granted", "access", <LifeBuoy aria-hidden />),
    {
      label: "My sessions",
      icon: <History aria-hidden />,
      href: "/staff/sessions",
      ...(running.length > 0 ? { count: running.length, hot: running.some(({ state }) => state === "allowed") } : {}),
    },
    { label: "Staff audit", icon: <ScrollText aria-hidden />, href: "/staff/audit" },
  ];
  const [searches, setSearches] = useState(false);
  const openSearch = () => setSearches(true);
  const found = { keys: "mod+k", label: "Search", group: "Everywhere", inFields: true };
  useShortcut({ ...found, run: openSearch });
  const search = { label: "Search", icon: <Search aria-hidden />, keys: "mod+k", onSelect: openSearch };
  return (
    <AppShell
      inverse
      defaultClosed={sidebarClosed}
      onClosedChange={keepSidebar}
      sidebar={{
        top: <ConsoleName />,
        groups: [
          { id: "main", items: [search, workspaces, alerts] },
          { id: "platform", label: "Platform", items: platform },
          { id: "support", label: "Support", items: support },
        ],
        me: <StaffMenu />,
      }}
      bottomBar={{
        items: [workspaces, search, alerts],
        more: [
          { id: "platform", label: "Platform", items: platform },
          { id: "support", label: "Support", items: support },
        ],
        moreHead: () => <ConsoleName phone />,
        moreFoot: (leave) => <StaffMenu onLeave={leave} />,
      }}
    >
      {children}
      <StaffCommands
        open={searches}
        onClose={() => setSearches(false)}
        places={[workspaces, alerts, ...platform, ...support]}
      />
    </AppShell>
  );
}

function ConsoleName({ phone = false }: { phone?: boolean }) {
  return (
    <p
      className={cn(
        "flex h-8 shrink-0 items-center gap-2 font-semibold",
        phone ? "px-3" : "mx-2 mb-2 px-2 sidebar-closed:px-[7px]",
      )}
    >
      <Logo size={18} className={phone ? undefined : "text-on-inverse"} />
      <span className={cn("truncate", !phone && "sidebar-closed:sr-only")}>Throughline staff</span>
    </p>
  );
}

/** Sidebar expanded or collapsed, as last used on this device. */
function keepSidebar(closed: boolean): void {
  keepPreference("sidebar", closed ? "closed" : "open");
}
