import type { ReactNode } from "react";
import { recordAt, requireRecord, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; noun: string; id: string }>; children: ReactNode };

export default async function RecordLayout({ params, children }: Props) {
  const { workspace, noun, id } = await params;
  const { caller } = await workspaceApi(workspace);
  await requireRecord(() => recordAt(caller, noun, id));
  return children;
}
