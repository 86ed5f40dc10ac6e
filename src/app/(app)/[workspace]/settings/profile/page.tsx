import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProfilePage } from "@/modules/platform/auth/components/profile-page";
import { ownApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfileSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, context, HydrateClient } = await ownApi((await params).workspace);
  const { actor } = await context.identity();
  if (actor.type !== "person") notFound();
  await Promise.all([trpc.auth.sessions.prefetch({}), trpc.auth.factors.prefetch({})]);
  return (
    <HydrateClient>
      <ProfilePage name={actor.name} email={actor.email} />
    </HydrateClient>
  );
}
