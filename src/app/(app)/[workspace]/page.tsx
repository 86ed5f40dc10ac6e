import { redirect } from "next/navigation";

/** The pipeline is where the day starts. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }): Promise<never> {
  redirect(`/${(await params).workspace}/opportunities`);
}
