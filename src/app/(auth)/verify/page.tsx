import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { VerifyForm } from "@/modules/platform/identity/auth/components/verify-form";
import { openLink } from "@/modules/platform/identity/auth/operations/links";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Confirm your e-mail address", referrer: "no-referrer" };

export default async function VerifyPage({ searchParams }: { searchParams: PageParams }) {
  const token = (await pageParam(searchParams, "token")) ?? "";
  const ctx = await (await identityApi()).context.identity();
  const link = await openLink(ctx, { token, purpose: "verify" }).catch((error: unknown) => ({ error }));
  if ("error" in link) {
    const action = { label: "Go to sign-in", href: "/sign-in" };
    return <LinkProblem title="This link is not valid" error={link.error} action={action} />;
  }
  return (
    <AuthLayout
      title="Confirm your e-mail address"
      description={
        <>
          Enter the password that you chose for <span className="font-medium text-text">{link.email}</span>.
        </>
      }
    >
      <VerifyForm token={token} email={link.email} />
    </AuthLayout>
  );
}
