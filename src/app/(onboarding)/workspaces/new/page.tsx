import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { env } from "@/env";
import { CreateWorkspace } from "@/modules/platform/workspace/tenants/components/create-workspace";
import { ApiProvider } from "@/trpc/react";
import { identityApi } from "@/trpc/server";

export const metadata: Metadata = { title: "New workspace" };

export default async function NewWorkspacePage() {
  const { context } = await identityApi();
  const { actor } = await context.identity();
  if (actor.type !== "person") redirect("/sign-in?next=/workspaces/new");
  return (
    <ApiProvider>
      <CreateWorkspace host={new URL(env.NEXTAUTH_URL).host} email={actor.email} />
    </ApiProvider>
  );
}
