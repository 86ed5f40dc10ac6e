import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ListLocaleProvider } from "@/components/data-table/list-locale";
import { WorkspaceProvider, type WorkspaceView } from "@/components/layout/workspace-context";
import { permissions } from "@/lib/roles";
import { AppError } from "@/server/errors";
import { ApiProvider } from "@/trpc/react";
import { serverApi } from "@/trpc/server";
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
  const { trpc, context, HydrateClient } = await serverApi(slug);
  const ctx = await context.tenant().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED")
      redirect(`/sign-in?next=/${encodeURIComponent(slug)}`);
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const { tenant, member } = ctx;
  if (!member) notFound();
  if (tenant.status === "suspended") return <SuspendedNotice name={tenant.name} reason={tenant.suspendedReason} />;
  const person = (await context.identity()).actor;
  const view: WorkspaceView = {
    slug: tenant.slug,
    name: tenant.name,
    currency: tenant.currency,
    locale: tenant.locale,
    timeZone: tenant.timeZone,
    role: member.role,
    member: { id: member.id, name: member.name, email: person.type === "person" ? person.email : "" },
    permissions: permissions.filter((permission) => ctx.can(permission)),
  };
  const railClosed = (await cookies()).get("rail")?.value === "closed";
  void trpc.tenants.mine.prefetch({});
  return (
    <ApiProvider workspace={tenant.slug}>
      <HydrateClient>
        <WorkspaceProvider value={view}>
          <ListLocaleProvider value={{ locale: tenant.locale, currency: tenant.currency, timeZone: tenant.timeZone }}>
            <RememberWorkspace slug={tenant.slug} />
            <WorkspaceShell railClosed={railClosed}>{children}</WorkspaceShell>
          </ListLocaleProvider>
        </WorkspaceProvider>
      </HydrateClient>
    </ApiProvider>
  );
}
