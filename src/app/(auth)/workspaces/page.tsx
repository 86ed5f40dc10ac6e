import { ChevronRight, Plus } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { roleLabels } from "@/modules/platform/identity/members/catalog";
import { JoinableList } from "@/modules/platform/workspace/tenants/domains/components/joinable-list";
import { listJoinableWorkspaces } from "@/modules/platform/workspace/tenants/domains/operations/joining";
import { myWorkspaces } from "@/modules/platform/workspace/tenants/operations/create";
import { ApiProvider } from "@/trpc/react";
import { identityApi } from "@/trpc/server";
import { SignOutButton } from "./sign-out-button";

export const metadata: Metadata = { title: "Your workspaces" };

type Workspaces = Awaited<ReturnType<typeof myWorkspaces>>;

export default async function WorkspacesPage() {
  const ctx = await (await identityApi()).context.identity();
  if (ctx.actor.type !== "person") redirect("/sign-in?next=/workspaces");
  const workspaces = await myWorkspaces(ctx, {});
  const joinable = await listJoinableWorkspaces(ctx, {});
  const hasAny = workspaces.length + joinable.workspaces.length > 0;
  return (
    <AuthLayout title="Your workspaces" description={`You are signed in as ${ctx.actor.email}.`}>
      {workspaces.length > 0 ? <OwnWorkspaces workspaces={workspaces} /> : null}
      {joinable.workspaces.length > 0 ? (
        <ApiProvider>
          <p className="mb-2 text-muted">
            {`People with an address at ${joinable.domain} may join. You can also create a workspace of your own.`}
          </p>
          <JoinableList workspaces={joinable.workspaces} />
        </ApiProvider>
      ) : null}
      {hasAny ? null : (
        <p className="mb-6 text-muted">
          You are not a member of any workspace yet. Create one, or open the link in an invitation that was sent to this
          address.
        </p>
      )}
      <div className="flex gap-2">
        <Button asChild size="lg" variant={hasAny ? "secondary" : "primary"}>
          <Link href="/workspaces/new">
            <Plus aria-hidden />
            New workspace
          </Link>
        </Button>
        <SignOutButton />
      </div>
    </AuthLayout>
  );
}

function OwnWorkspaces({ workspaces }: { workspaces: Workspaces }) {
  return (
    <ul className="mb-6 border-y">
      {workspaces.map((workspace) => (
        <li key={workspace.slug} className="border-border-soft border-t first:border-t-0">
          <Link
            href={`/${workspace.slug}`}
            className="flex h-13 items-center gap-3 px-1 hover:bg-surface-hover touch:h-15"
          >
            <NameMark name={workspace.name} size={24} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{workspace.name}</span>
              <span className="block truncate text-muted text-sm">
                {workspace.suspended ? "Suspended" : roleLabels[workspace.role]}
              </span>
            </span>
            <ChevronRight aria-hidden className="size-4 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
