import { redirect } from "next/navigation";
import { homeEntity, nouns } from "@/lib/nouns/all";

/** The workspace opens with the records of one noun. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }): Promise<never> {
  redirect(`/${(await params).workspace}/${nouns[homeEntity].path}`);
}
