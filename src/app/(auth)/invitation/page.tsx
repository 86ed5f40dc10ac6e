import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { roleLabels } from "@/modules/platform/members/catalog";
import { openInvitation } from "@/modules/platform/tenants/operations/joining";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";
import { Accept } from "./accept";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitationPage({ searchParams }: { searchParams: PageParams }) {
  const token = (await pageParam(searchParams, "token")) ?? "";
  const ctx = await (await identityApi()).context.identity();
  const invitation = await openInvitation(ctx, { token }).catch((error: unknown) => ({ error }));
  if ("error" in invitation) {
    const action = { label: "Go to your workspaces", href: "/" };
    return <LinkProblem title="This invitation is not valid" error={invitation.error} action={action} />;
  }
  const { workspace, invitedBy, role } = invitation;
  return (
    <AuthLayout title={`Join ${workspace}`} description={`${invitedBy} invites you to join as ${roleLabels[role]}.`}>
      <Accept token={token} invitation={invitation} />
    </AuthLayout>
  );
}
