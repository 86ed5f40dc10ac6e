import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { UnsubscribeForm } from "@/modules/platform/history/notifications/mails/components/unsubscribe-form";
import { openUnsubscribe } from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import { notificationTypes } from "@/modules/platform/history/notifications/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Notification e-mail", referrer: "no-referrer", robots: { index: false } };

export default async function UnsubscribePage({ searchParams }: { searchParams: PageParams }) {
  const token = (await pageParam(searchParams, "token")) ?? "";
  const named = await pageParam(searchParams, "type");
  const ctx = await (await identityApi()).context.identity();
  const subscription = await openUnsubscribe(ctx, { token }).catch((error: unknown) => ({ error }));
  if ("error" in subscription) {
    const action = { label: "Go to sign-in", href: "/sign-in" };
    return <LinkProblem title="This link is not valid" error={subscription.error} action={action} />;
  }
  return (
    <AuthLayout
      title="Notification e-mail"
      description={`Choose which e-mails from ${subscription.workspace} you no longer want.`}
    >
      <UnsubscribeForm
        token={token}
        type={notificationTypes.find((type) => type === named) ?? null}
        subscription={subscription}
      />
    </AuthLayout>
  );
}
