import type { ReactNode } from "react";
import { documentNeeds, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function OpportunityLayout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { caller } = await workspaceApi(workspace);
  await documentNeeds(() => caller.opportunities.get({ id }));
  return children;
}
