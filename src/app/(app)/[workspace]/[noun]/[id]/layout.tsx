import type { ReactNode } from "react";
import { callsAt, documentNeeds, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; noun: string; id: string }>; children: ReactNode };

export default async function RecordLayout({ params, children }: Props) {
  const { workspace, noun, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  await documentNeeds(() => callsAt(trpc, noun).get({ id }));
  return children;
}
