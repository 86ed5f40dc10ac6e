import type { ReactNode } from "react";
import { documentNeeds, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function ProductLayout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  await documentNeeds(() => trpc.products.get({ id }));
  return children;
}
