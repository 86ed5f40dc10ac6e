import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

/** The page for members while staff have suspended their workspace. */
export function SuspendedNotice({ name, reason, isOwner }: { name: string; reason: string | null; isOwner: boolean }) {
  return (
    <AuthLayout
      title={`${name} is suspended`}
      description={
        <>
          {reason ? <span className="mb-2 block">{`Reason: ${reason}`}</span> : null}
          Nothing was deleted.{" "}
          {isOwner
            ? "Contact Throughline support to open it again."
            : "Ask an owner of the workspace to contact Throughline support."}
        </>
      }
    >
      <Button asChild>
        <Link href="/workspaces">Go to your workspaces</Link>
      </Button>
    </AuthLayout>
  );
}
