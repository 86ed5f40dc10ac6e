import { ArrowRight, Upload } from "lucide-react";
import type { Metadata } from "next";
import { OnboardingLayout } from "@/components/layout/onboarding-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { importedContent } from "@/lib/nouns/words";
import { onboardingSteps } from "@/modules/platform/workspace/tenants/rules";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Import your data" };

export default async function WelcomeDataPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { context } = await workspaceApi(workspace);
  const [ctx, { actor }] = [await context.tenant(), await context.identity()];
  return (
    <OnboardingLayout
      steps={onboardingSteps}
      current="data"
      email={actor.type === "person" ? actor.email : ""}
      title="Import your data"
      description={`Import ${importedContent} from CSV and Excel files, several at once. You see every change before it is made, and you can revert an import.`}
    >
      <div className="flex gap-2 phone:flex-col">
        {ctx.can("record:import") ? (
          <Button asChild variant="primary" size="lg">
            <Link href={`/${workspace}/settings/imports/new`}>
              <Upload aria-hidden />
              Import files
            </Link>
          </Button>
        ) : null}
        <Button asChild size="lg">
          <Link href={`/${workspace}`}>
            Start without data
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      </div>
    </OnboardingLayout>
  );
}
