import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { ConfirmEmail } from "@/modules/platform/identity/auth/components/confirm-email";
import { type PageParams, pageParam } from "../../page-params";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Change of e-mail address", referrer: "no-referrer" };

export default async function ChangedEmailPage({ searchParams }: { searchParams: PageParams }) {
  return (
    <AuthLayout
      title="Confirm your new e-mail address"
      description="We sent a link to your current address and one to the new address. The change takes effect when you confirm both."
    >
      <ConfirmEmail token={(await pageParam(searchParams, "token")) ?? ""} />
    </AuthLayout>
  );
}
