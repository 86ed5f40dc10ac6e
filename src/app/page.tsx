import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { listJoinableWorkspaces } from "@/modules/platform/workspace/tenants/domains/operations/joining";
import { myWorkspaces } from "@/modules/platform/workspace/tenants/operations/create";
import { identityApi, isStaff } from "@/trpc/server";

/**
 * Opens the workspace that was last used on this device, or the page before one exists: the choice between joining
 * colleagues and an own workspace, where there is one. Staff have their console.
 */
export default async function StartPage(): Promise<never> {
  const { context } = await identityApi();
  const ctx = await context.identity();
  if (ctx.actor.type !== "person") redirect("/sign-in");
  if (await isStaff(context)) redirect("/staff");
  const workspaces = await myWorkspaces(ctx, {});
  const last = (await cookies()).get("workspace")?.value;
  const known = workspaces.find((workspace) => workspace.slug === last);
  if (known) redirect(`/${known.slug}`);
  const [only, ...others] = workspaces;
  if (!only)
    redirect((await listJoinableWorkspaces(ctx, {})).workspaces.length > 0 ? "/workspaces" : "/workspaces/new");
  redirect(others.length === 0 ? `/${only.slug}` : "/workspaces");
}
