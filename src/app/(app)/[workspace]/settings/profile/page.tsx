import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OwnPictureSection } from "@/modules/platform/data/files/components/own-picture-section";
import { ProfilePage } from "@/modules/platform/identity/auth/components/profile-page";
import { memberApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfileSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, context, hydrate } = await memberApi((await params).workspace);
  const { actor } = await context.identity();
  if (actor.type !== "person") notFound();
  await prefetch(api.auth.sessions.queryOptions({}), api.auth.factors.queryOptions({}));
  return hydrate(<ProfilePage name={actor.name} email={actor.email} picture={<OwnPictureSection />} />);
}
