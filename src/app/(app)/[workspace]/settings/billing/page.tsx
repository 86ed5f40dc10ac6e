import type { Metadata } from "next";
import { BillingPage } from "@/modules/platform/billing/components/billing-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Billing" };

export default async function BillingSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("billing:manage") || ctx.can("workspace:manage"))
    await Promise.all([trpc.billing.overview.prefetch({}), trpc.billing.invoices.prefetch({})]);
  return (
    <HydrateClient>
      <BillingPage />
    </HydrateClient>
  );
}
