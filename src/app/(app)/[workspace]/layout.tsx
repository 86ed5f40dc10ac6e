import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type ListLocale, ListLocaleProvider } from "@/components/data-table/list-locale";
import { PageProviders } from "@/components/layout/page-providers";
import type { WorkspaceView } from "@/components/layout/workspace-context";
import { env } from "@/env";
import { permissions } from "@/lib/roles";
import { WorkspaceFields } from "@/modules/platform/data/custom-fields/components/workspace-fields";
import { readableFields } from "@/modules/platform/data/custom-fields/operations/list-fields";
import { changedListsOf } from "@/modules/platform/data/custom-fields/option-lists/operations/option-lists";
import { getOnboarding } from "@/modules/platform/data/onboarding/operations/onboarding";
import { PresenceFollower } from "@/modules/platform/history/realtime/components/presence-follower";
import { newestEvent } from "@/modules/platform/history/realtime/operations";
import { SupportSession } from "@/modules/platform/operator/support/components/support-session";
import { restrictableEntities } from "@/modules/platform/workspace/tenants/rules";
import type { IdentityActor } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { channelsAddress } from "@/server/pusher";
import { readerZone } from "@/server/reader-zone";
import { isGuest, visibilityOf } from "@/server/scope";
import { LiveUpdates } from "@/trpc/live-updates";
import { ApiProvider } from "@/trpc/react";
import { workspaceApi } from "@/trpc/server";
import { deletionView, planView } from "./plan-view";
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
  if (tenant.status === "suspended") {
    const { name, suspendedReason: reason } = tenant;
    return <SuspendedNotice name={name} reason={reason} slug={tenant.slug} support={env.SUPPORT_EMAIL} />;
  }
  const zone = readerZone(ctx);
  const person = (await context.identity()).actor;
  const kept = await cookies();
  const view: WorkspaceView = {
    slug: tenant.slug,
    name: tenant.name,
    currency: tenant.currency,
    locale: tenant.locale,
    zone,
    workspaceZone: tenant.timeZone,
    role: member.role,
    member: { id: member.id, name: member.name, email: !ctx.support && person.type === "person" ? person.email : "" },
    permissions: permissions.filter((permission) => ctx.can(permission)),
    visibility: Object.fromEntries(restrictableEntities.map((entity) => [entity, visibilityOf(ctx, entity)])),
    custom: isGuest(ctx)
      ? { fields: readableFields(ctx), tags: [], lists: {} }
      : { fields: readableFields(ctx), tags: tenant.custom.tags, lists: changedListsOf(ctx) },
    plan: isGuest(ctx) ? { mayOpen: false, notice: null } : planView(ctx, kept),
    readOnly: isGuest(ctx) ? null : ctx.readOnly,
    deletion: deletionView(ctx),
    onboarding: ctx.support || isGuest(ctx) ? null : await getOnboarding(ctx, {}),
    support: supportView(ctx, person),
  };
  const sidebarClosed = kept.get("sidebar")?.value === "closed";
  const shell = (
    <ListLocaleProvider value={localeOf(view)}>
      {view.support ? null : <RememberWorkspace slug={tenant.slug} />}
      <WorkspaceShell sidebarClosed={sidebarClosed}>{children}</WorkspaceShell>
    </ListLocaleProvider>
  );
  return (
    <PageProviders>
      <ApiProvider workspace={tenant.slug}>
        <WorkspaceFields view={view}>
          {view.support ? (
            <SupportSession workspaceId={tenant.id}>{shell}</SupportSession>
          ) : (
            <LiveUpdates
              address={channelsAddress()}
              workspace={{ id: tenant.id, slug: tenant.slug }}
              memberId={member.id}
              seen={await newestEvent(ctx, {})}
            >
              {isGuest(ctx) ? null : <PresenceFollower />}
              {shell}
            </LiveUpdates>
          )}
        </WorkspaceFields>
      </ApiProvider>
    </PageProviders>
  );
}

const localeOf = ({ locale, currency, zone, workspaceZone }: WorkspaceView): ListLocale => ({
  ...{ locale, currency, workspaceZone },
  timeZone: zone,
});

function supportView({ actor, support }: Ctx, person: IdentityActor): WorkspaceView["support"] {
  if (actor.type !== "staff" || actor.sessionId === null || !support) return null;
  const { name, sessionId: id, readOnly } = actor;
  const email = person.type === "person" ? person.email : "";
  return { id, name, email, write: !readOnly, ticket: support.ticket, endsAt: support.endsAt.toISOString() };
}
