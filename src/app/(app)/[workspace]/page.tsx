import { redirect } from "next/navigation";

/** The pipeline is the start page. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }): Promise<never> {
  redirect(`/${(await params).workspace}/opportunities`);
}
