import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { ResetForm } from "@/modules/platform/identity/auth/components/reset-form";
import { openLink } from "@/modules/platform/identity/auth/operations/links";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Choose a new password", referrer: "no-referrer" };

export default async function ResetPage({ searchParams }: { searchParams: PageParams }) {
  const token = (await pageParam(searchParams, "token")) ?? "";
  const ctx = await (await identityApi()).context.identity();
  const link = await openLink(ctx, { token, purpose: "reset" }).catch((error: unknown) => ({ error }));
  if ("error" in link) {
    const action = { label: "Request a new link", href: "/forgot" };
    return <LinkProblem title="This link is not valid" error={link.error} action={action} />;
  }
  return (
    <AuthLayout
      title="Choose a new password"
      description={
        <>
          For <span className="font-medium text-text">{link.email}</span>.
        </>
      }
    >
      <ResetForm token={token} email={link.email} />
    </AuthLayout>
  );
}
