import type { Metadata } from "next";
import { GeneralPage } from "@/modules/platform/workspace/tenants/components/general-page";
import { colleagueApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../../../page-params";

// The link that confirms a domain contains a secret: it must not be sent to other sites.
export const metadata: Metadata = { title: "General", referrer: "no-referrer" };

interface GeneralSettingsProps {
  params: Promise<{ workspace: string }>;
  searchParams: PageParams;
}

export default async function GeneralSettingsPage({ params, searchParams }: GeneralSettingsProps) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.tenants.get.queryOptions({}));
  return hydrate(<GeneralPage confirm={await pageParam(searchParams, "confirm")} />);
}
