import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ListLocaleProvider } from "@/components/data-table/list-locale";
import type { WorkspaceView } from "@/components/layout/workspace-context";
import { permissions } from "@/lib/roles";
import { WorkspaceFields } from "@/modules/platform/custom-fields/components/workspace-fields";
import { readableFields } from "@/modules/platform/custom-fields/operations/list-fields";
import { PresenceFollower } from "@/modules/platform/realtime/components/presence-follower";
import { newestEvent } from "@/modules/platform/realtime/operations";
import { restrictableEntities } from "@/modules/platform/tenants/rules";
import { channelsAddress } from "@/server/pusher";
import { visibilityOf } from "@/server/scope";
import { LiveUpdates } from "@/trpc/live-updates";
import { ApiProvider } from "@/trpc/react";
import { workspaceApi } from "@/trpc/server";
import { planView } from "./plan-view";
import { RememberWorkspace } from "./remember-workspace";
import { SuspendedNotice } from "./suspended-notice";
import { WorkspaceShell } from "./workspace-shell";

export default async function WorkspaceLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { workspace: slug } = await params;
  const { context, ctx } = await workspaceApi(slug);
  const { tenant, member } = ctx;
  if (!member) notFound();
  if (tenant.status === "suspended") return <SuspendedNotice name={tenant.name} reason={tenant.suspendedReason} />;
  const person = (await context.identity()).actor;
  const kept = await cookies();
  const view: WorkspaceView = {
    slug: tenant.slug,
    name: tenant.name,
    currency: tenant.currency,
    locale: tenant.locale,
    timeZone: tenant.timeZone,
    role: member.role,
    member: { id: member.id, name: member.name, email: person.type === "person" ? person.email : "" },
    permissions: permissions.filter((permission) => ctx.can(permission)),
    visibility: Object.fromEntries(restrictableEntities.map((entity) => [entity, visibilityOf(ctx, entity)])),
    custom: { fields: readableFields(ctx), tags: tenant.custom.tags },
    plan: planView(ctx, kept),
  };
  const newest = await newestEvent(ctx, {});
  const sidebarClosed = kept.get("sidebar")?.value === "closed";
  return (
    <ApiProvider workspace={tenant.slug}>
      <WorkspaceFields view={view}>
        <LiveUpdates
          address={channelsAddress()}
          workspace={{ id: tenant.id, slug: tenant.slug }}
          memberId={member.id}
          seen={newest}
        >
          <PresenceFollower />
          <ListLocaleProvider value={{ locale: tenant.locale, currency: tenant.currency, timeZone: tenant.timeZone }}>
            <RememberWorkspace slug={tenant.slug} />
            <WorkspaceShell sidebarClosed={sidebarClosed}>{children}</WorkspaceShell>
          </ListLocaleProvider>
        </LiveUpdates>
      </WorkspaceFields>
    </ApiProvider>
  );
}
