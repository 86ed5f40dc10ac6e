import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProfilePage } from "@/modules/platform/auth/components/profile-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfileSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, context, HydrateClient } = await workspaceApi((await params).workspace);
  const { actor } = await context.identity();
  if (actor.type !== "person") notFound();
  await trpc.auth.sessions.prefetch({});
  return (
    <HydrateClient>
      <ProfilePage name={actor.name} email={actor.email} />
    </HydrateClient>
  );
}
