import type { Metadata } from "next";
import { cache } from "react";
import { AuthLayout } from "@/components/layout/auth-layout";
import { roleLabels } from "@/modules/platform/identity/members/catalog";
import { openInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import { pictureMetadata, plainPicture } from "@/server/pictures";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";
import { Accept } from "./accept";

/** Head and page ask once. */
const opened = cache(async (token: string) => {
  const ctx = await (await identityApi()).context.identity();
  return await openInvitation(ctx, { token }).catch((error: unknown) => ({ error }));
});

interface Props {
  searchParams: PageParams;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const invitation = await opened((await pageParam(searchParams, "token")) ?? "");
  const picture =
    "error" in invitation
      ? plainPicture
      : { title: `Join ${invitation.workspace}`, line: `${invitation.invitedBy} invites you to Throughline` };
  // The address contains a secret: it must not be sent to other sites.
  return { title: "Invitation", referrer: "no-referrer", ...pictureMetadata(picture) };
}

export default async function InvitationPage({ searchParams }: Props) {
  const token = (await pageParam(searchParams, "token")) ?? "";
  const invitation = await opened(token);
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
