import type { ReactNode } from "react";
import { colleagueApi, requireRecord } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function AccountLayout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { caller } = await colleagueApi(workspace);
  await requireRecord(() => caller.accounts.get({ id }));
  return children;
}
