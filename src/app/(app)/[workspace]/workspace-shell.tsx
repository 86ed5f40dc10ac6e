"use client";

import { House, Inbox, Plus, Search, Settings, Sun } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { NounLoadersProvider } from "@/components/fields/noun-loaders";
import { AppShell } from "@/components/layout/app-shell";
import { KeyboardProvider, useShortcut } from "@/components/layout/keyboard";
import type { NavGroup } from "@/components/layout/nav-item";
import { PageCommandsProvider } from "@/components/layout/page-commands";
import { useProvidePlanLink } from "@/components/layout/plan-link";
import { keepPreference } from "@/components/layout/preference";
import { ShortcutsDialog } from "@/components/layout/shortcuts-dialog";
import { SidebarBack } from "@/components/layout/sidebar";
import { UndoShortcut } from "@/components/layout/undo-shortcut";
import { useWorkspace } from "@/components/layout/workspace-context";
import { MentionsProvider } from "@/components/rich-text/mentions";
import { useOwnDraftsOnly } from "@/components/rich-text/use-drafts";
import { lazyPart } from "@/components/ui/lazy-part";
import { homeEntity, nouns } from "@/lib/nouns/all";
import { totalText } from "@/lib/total-text";
import { LogKeys, logBoxOf } from "@/modules/crm/activities/components/log-keys";
import { LazyPagePictures } from "@/modules/platform/data/files/components/lazy-picture-parts";
import { LazyUploadPanel } from "@/modules/platform/data/files/components/lazy-upload-panel";
import { useWorkspaceMentions } from "@/modules/platform/data/mentions/components/mention-picker";
import { useTodayCount } from "@/modules/platform/data/today/components/use-today-count";
import { TimelineTopProvider } from "@/modules/platform/history/events/components/timeline-top";
import { useUnread } from "@/modules/platform/history/notifications/client";
import { ConfirmIdentity } from "@/modules/platform/identity/auth/components/confirm-identity";
import { nav } from "@/registry/nav";
import { nounLoaders } from "@/registry/noun-loaders";
import { useUndoActs } from "@/trpc/undo-acts";
import { type CommandKind, createsSomething } from "./creating";
import { MemberMenu } from "./member-menu";
import { NavShortcuts } from "./nav-shortcuts";
import { settingsGroups } from "./settings-nav";
import { WorkspaceCommandMenu } from "./workspace-command-menu";
import { WorkspaceSwitcher } from "./workspace-switcher";

const PlanBanner = lazyPart(() => import("@/components/layout/plan-banner").then((part) => part.PlanBanner), {
  of: "the notice about the plan",
});
const SupportBanner = lazyPart(
  () => import("@/modules/platform/operator/support/components/support-banner").then((part) => part.SupportBanner),
  { of: "the support session" },
);
const DeletionBanner = lazyPart(
  () =>
    import("@/modules/platform/workspace/tenants/ending/components/deletion-banner").then(
      (part) => part.DeletionBanner,
    ),
  { of: "the date of the deletion" },
);

const SampleBanner = lazyPart(
  () => import("@/modules/platform/data/onboarding/components/sample-banner").then((part) => part.SampleBanner),
  { of: "the notice about sample data" },
);
const Checklist = lazyPart(
  () => import("@/modules/platform/data/onboarding/components/checklist").then((part) => part.Checklist),
  { of: "the first steps", loading: null },
);

const homeNoun = nouns[homeEntity];
/** Where guests begin. */
const guestHome = `/${nouns.project.path}`;

/** The frame of every page in a workspace: sidebar or bottom bar, command menu, shortcuts. */
export function WorkspaceShell({ sidebarClosed, children }: { sidebarClosed: boolean; children: ReactNode }) {
  return (
    <KeyboardProvider>
      <MentionsProvider value={useWorkspaceMentions()}>
        <PageCommandsProvider>
          <TimelineTopProvider value={logBoxOf}>
            <NounLoadersProvider value={nounLoaders}>
              <Frame sidebarClosed={sidebarClosed}>{children}</Frame>
            </NounLoadersProvider>
          </TimelineTopProvider>
        </PageCommandsProvider>
      </MentionsProvider>
      <UndoShortcut acts={useUndoActs()} />
      <NavShortcuts />
      <LogKeys />
      <ShortcutsDialog />
      <ConfirmIdentity />
    </KeyboardProvider>
  );
}

function Frame({ sidebarClosed, children }: { sidebarClosed: boolean; children: ReactNode }) {
  const workspace = useWorkspace();
  useProvidePlanLink();
  useOwnDraftsOnly();
  const pathname = usePathname();
  const [commands, setCommands] = useState<{ open: boolean; kind: CommandKind }>({ open: false, kind: "all" });
  const openCommands = (kind: CommandKind) => setCommands({ open: true, kind });
  useShortcut({
    keys: "mod+k",
    label: "Search or run a command",
    group: "Everywhere",
    inFields: true,
    run: () => openCommands("all"),
  });

  // The wizard has its own foot, and a close button in its head.
  const inWizard = pathname.startsWith(workspace.href("/settings/imports/"));
  const inSettings = pathname.startsWith(workspace.href("/settings"));
  const search = { label: "Search", icon: <Search aria-hidden />, keys: "mod+k", onSelect: () => openCommands("all") };
  const settings = { label: "Settings", icon: <Settings aria-hidden />, href: workspace.href("/settings") };
  const own = useOwnPages();
  const modules = modulesOf(workspace);
  const firstSteps = workspace.onboarding?.checklist ? <Checklist /> : null;
  const home = { label: "Home", icon: <House aria-hidden />, href: workspace.href("/home") };
  // A guest has no day, and no figures of the workspace.
  const days = workspace.isGuest ? [] : [home, ...(own ? [own.today] : [])];
  const first = workspace.isGuest ? guestHome : `/${homeNoun.path}`;
  const pages = [...days, ...(own ? [own.inbox] : [])];
  const create = { label: "Create", icon: <Plus aria-hidden />, primary: true, onSelect: () => openCommands("create") };
  return (
    <AppShell
      defaultClosed={sidebarClosed}
      onClosedChange={keepSidebar}
      banner={<Banners />}
      sidebar={
        inSettings
          ? {
              top: <SidebarBack href={workspace.href(first)} label={workspace.name} />,
              groups: settingsGroups(workspace),
              me: <MemberMenu />,
            }
          : {
              top: <WorkspaceSwitcher />,
              groups: [{ id: "main", items: [search, ...pages] }, ...modules],
              note: firstSteps,
              bottom: [settings],
              me: <MemberMenu />,
            }
      }
      bottomBar={
        inWizard
          ? undefined
          : {
              items: [
                // A phone begins with the day; that of a guest with what is shared with them.
                ...(workspace.isGuest ? modules.flatMap(({ items }) => items) : [own ? own.today : home]),
                search,
                ...(createsSomething(workspace.can) ? [create] : []),
                ...(own ? [own.inbox] : []),
              ],
              more: [
                ...(own && !workspace.isGuest ? [{ id: "main", items: [home] }] : []),
                ...(workspace.isGuest ? [] : modules),
                { id: "settings", label: "Settings", items: settingsGroups(workspace).flatMap((group) => group.items) },
              ],
              moreHead: (leave) => <WorkspaceSwitcher onLeave={leave} />,
              moreNote: firstSteps,
              moreFoot: (leave) => <MemberMenu onLeave={leave} />,
            }
      }
    >
      {children}
      <LazyUploadPanel />
      <LazyPagePictures />
      <WorkspaceCommandMenu {...commands} onClose={() => setCommands({ ...commands, open: false })} />
    </AppShell>
  );
}

/** The lists of the nouns that the member may view, module by module. */
const modulesOf = ({ can, href }: Pick<ReturnType<typeof useWorkspace>, "can" | "href">): NavGroup[] =>
  nav
    .map((group) => ({
      id: group.id,
      label: group.label,
      items: group.entries
        .filter((entry) => can(entry.permission))
        .map((entry) => ({ label: entry.label, icon: <entry.icon aria-hidden />, href: href(entry.path) })),
    }))
    .filter(({ items }) => items.length > 0);

/** The pages that belong to the member, with what waits there; null for staff, who never see them. */
function useOwnPages() {
  const { href, locale, support } = useWorkspace();
  const unread = useUnread();
  const due = useTodayCount();
  if (support) return null;
  return {
    today: {
      label: "Today",
      icon: <Sun aria-hidden />,
      href: href("/today"),
      ...(due === 0 ? {} : { count: totalText(due, locale) }),
    },
    inbox: {
      label: "Inbox",
      icon: <Inbox aria-hidden />,
      href: href("/inbox"),
      ...(unread > 0 ? { count: unread, hot: true } : {}),
    },
  };
}

/** The lines above the shell; most workspaces have none of them. */
function Banners() {
  const { support, plan, deletion, onboarding } = useWorkspace();
  return (
    <>
      {support ? <SupportBanner /> : null}
      {plan.notice && !support ? <PlanBanner /> : null}
      {deletion ? <DeletionBanner /> : null}
      {onboarding?.samples ? <SampleBanner /> : null}
    </>
  );
}

/** Sidebar expanded or collapsed, as last used on this device. */
function keepSidebar(closed: boolean): void {
  keepPreference("sidebar", closed ? "closed" : "open");
}
