import type { Metadata } from "next";
import { GeneralPage } from "@/modules/platform/tenants/components/general-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "General" };

export default async function GeneralSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await trpc.tenants.get.prefetch({});
  return (
    <HydrateClient>
      <GeneralPage />
    </HydrateClient>
  );
}
