import type { ReactNode } from "react";
import { requireRecord, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function AccountLayout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { caller } = await workspaceApi(workspace);
  await requireRecord(() => caller.accounts.get({ id }));
  return children;
}
