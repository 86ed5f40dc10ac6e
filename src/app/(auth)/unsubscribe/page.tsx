import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { RecordLinkForm } from "@/modules/platform/history/notifications/mails/components/record-link-form";
import { UnsubscribeForm } from "@/modules/platform/history/notifications/mails/components/unsubscribe-form";
import { openRecordLink } from "@/modules/platform/history/notifications/mails/operations/record-link";
import { openUnsubscribe } from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import { recordActs } from "@/modules/platform/history/notifications/mails/rules";
import { notificationTypes } from "@/modules/platform/history/notifications/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";
import { LinkProblem } from "../link-problem";

// The address contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "Notification e-mail", referrer: "no-referrer", robots: { index: false } };

const problem = { title: "This link is not valid", action: { label: "Go to sign-in", href: "/sign-in" } };

/** The page of an e-mail's links: all e-mails of a workspace, one type of them, or one record. */
export default async function UnsubscribePage({ searchParams }: { searchParams: PageParams }) {
  const record = await pageParam(searchParams, "record");
  if (record !== undefined) return <OneRecord token={record} act={await pageParam(searchParams, "act")} />;
  const token = (await pageParam(searchParams, "token")) ?? "";
  const named = await pageParam(searchParams, "type");
  const ctx = await (await identityApi()).context.identity();
  const subscription = await openUnsubscribe(ctx, { token }).catch((error: unknown) => ({ error }));
  if ("error" in subscription) return <LinkProblem {...problem} error={subscription.error} />;
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

async function OneRecord({ token, act }: { token: string; act: string | undefined }) {
  const ctx = await (await identityApi()).context.identity();
  const record = await openRecordLink(ctx, { token }).catch((error: unknown) => ({ error }));
  if ("error" in record) return <LinkProblem {...problem} error={record.error} />;
  return (
    <AuthLayout
      title={`Notifications about this ${record.kind}`}
      description={`Choose whether ${record.workspace} notifies you about this ${record.kind}, in the app and by e-mail.`}
    >
      <RecordLinkForm token={token} act={recordActs.find((one) => one === act) ?? null} record={record} />
    </AuthLayout>
  );
}
