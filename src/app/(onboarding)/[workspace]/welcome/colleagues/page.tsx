import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { OnboardingLayout } from "@/components/layout/onboarding-layout";
import { WelcomeColleagues } from "@/modules/platform/identity/members/invitations/components/welcome-colleagues";
import { onboardingSteps } from "@/modules/platform/workspace/tenants/rules";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Invite colleagues" };

export default async function WelcomeColleaguesPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { context } = await workspaceApi(workspace);
  const [ctx, { actor }] = [await context.tenant(), await context.identity()];
  const next = `/${workspace}/welcome/data`;
  if (!ctx.can("member:manage")) redirect(next);
  return (
    <OnboardingLayout
      steps={onboardingSteps}
      current="colleagues"
      email={actor.type === "person" ? actor.email : ""}
      title="Invite your colleagues"
      description="They get an e-mail with a link to this workspace. You can invite more people at any time."
    >
      <WelcomeColleagues next={next} />
    </OnboardingLayout>
  );
}
