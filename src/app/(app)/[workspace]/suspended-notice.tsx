import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

interface SuspendedProps {
  name: string;
  slug: string;
  reason: string | null;
  /** The e-mail address of support. */
  support: string;
}

/** The page for members while staff have suspended their workspace: why, and whom to write to. */
export function SuspendedNotice({ name, slug, reason, support }: SuspendedProps) {
  const subject = encodeURIComponent(`Workspace ${name} (${slug}) is suspended`);
  return (
    <AuthLayout
      title={`${name} is suspended`}
      description={
        <>
          {reason ? <span className="mb-2 block">{`Reason: ${reason}`}</span> : null}
          Nothing was deleted. Write to{" "}
          <a className="link" href={`mailto:${support}?subject=${subject}`}>
            {support}
          </a>{" "}
          about opening it again.
        </>
      }
    >
      <Button asChild>
        <Link href="/workspaces">Go to your workspaces</Link>
      </Button>
    </AuthLayout>
  );
}
