import type { ReactNode } from "react";
import { colleagueApi, requireRecord } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function ImportLayout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { caller, ctx } = await colleagueApi(workspace);
  if (ctx.can("record:import")) await requireRecord(() => caller.imports.get({ id }));
  return children;
}
