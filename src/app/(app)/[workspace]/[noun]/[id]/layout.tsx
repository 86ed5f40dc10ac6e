import type { ReactNode } from "react";
import { documentNeeds, recordAt, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; noun: string; id: string }>; children: ReactNode };

export default async function RecordLayout({ params, children }: Props) {
  const { workspace, noun, id } = await params;
  const { caller } = await workspaceApi(workspace);
  await documentNeeds(() => recordAt(caller, noun, id));
  return children;
}
