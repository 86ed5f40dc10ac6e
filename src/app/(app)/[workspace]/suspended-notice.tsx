import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

/** The page for members while staff have suspended their workspace. */
export function SuspendedNotice({ name, reason }: { name: string; reason: string | null }) {
  return (
    <AuthLayout
      title={`${name} is suspended`}
      description={reason ?? "Nothing was deleted. Ask the owner of the workspace to contact support."}
    >
      <Button asChild>
        <Link href="/workspaces">Go to your workspaces</Link>
      </Button>
    </AuthLayout>
  );
}
