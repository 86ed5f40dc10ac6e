import { redirect } from "next/navigation";
import { homeEntity, nouns } from "@/lib/nouns/all";
import { isGuest } from "@/server/scope";
import { workspaceApi } from "@/trpc/server";

/** The pipeline is the start page, of guests the projects that are shared with them. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }): Promise<never> {
  const { workspace } = await params;
  const { ctx } = await workspaceApi(workspace);
  redirect(`/${workspace}/${nouns[isGuest(ctx) ? "project" : homeEntity].path}`);
}
