import { redirect } from "next/navigation";
import { homeEntity, nouns } from "@/lib/nouns/all";

/** The pipeline is the start page. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }): Promise<never> {
  redirect(`/${(await params).workspace}/${nouns[homeEntity].path}`);
}
