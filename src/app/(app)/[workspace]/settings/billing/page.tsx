import type { Metadata } from "next";
import { BillingPage } from "@/modules/platform/commerce/billing/components/billing-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Billing" };

export default async function BillingSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, start, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (!ctx.can("billing:manage") && !ctx.can("workspace:manage")) return hydrate(<BillingPage />);
  const head = prefetch(api.billing.overview.queryOptions({}));
  start([api.billing.invoices.queryOptions({})]);
  await head;
  return hydrate(<BillingPage />);
}
