import type { Metadata } from "next";
import { OnboardingLayout } from "@/components/layout/onboarding-layout";
import { importedContent } from "@/lib/nouns/words";
import { BringData } from "@/modules/platform/data/onboarding/components/bring-data";
import { onboardingSteps } from "@/modules/platform/workspace/tenants/rules";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Add your data" };

export default async function WelcomeDataPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { context } = await workspaceApi(workspace);
  const [ctx, { actor }] = [await context.tenant(), await context.identity()];
  return (
    <OnboardingLayout
      steps={onboardingSteps}
      current="data"
      email={actor.type === "person" ? actor.email : ""}
      title="Add your data"
      description={`Look around in a small example firm, which one click removes again, or import ${importedContent} from CSV and Excel files, several at once. You see every change before it is made, and you can revert an import.`}
    >
      <BringData
        workspace={workspace}
        mayAddSamples={ctx.can("workspace:manage")}
        mayImport={ctx.can("record:import")}
      />
    </OnboardingLayout>
  );
}
